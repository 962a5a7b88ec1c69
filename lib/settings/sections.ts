import type { z } from 'zod';
import { AppError } from '../errors';
import type { Section } from './section';
import { metrics } from './sections/metrics';
import { retention } from './sections/retention';
import { security } from './sections/security';

/** All sections by name. A new one is a file in lib/settings/sections and a line here. */
export const SECTIONS = { metrics, retention, security };

export type SectionName = keyof typeof SECTIONS;

/** What a section holds, credentials opened. */
export type SettingsOf<Name extends SectionName> = z.output<(typeof SECTIONS)[Name]['schema']>;

/** The whole of the settings. */
export type Settings = { [Name in SectionName]: SettingsOf<Name> };

export const SECTION_NAMES: readonly SectionName[] = ['metrics', 'retention', 'security'];

/** The section as code that handles any of them sees it. */
export const sectionOf = (name: SectionName): Section => SECTIONS[name];

/** The name as a path gives it. Throws AppError: not_found. */
export function sectionNamed(text: string): SectionName {
  const name = SECTION_NAMES.find((known) => known === text);
  if (!name) throw new AppError('not_found', 'There is no such section of the settings.');
  return name;
}
