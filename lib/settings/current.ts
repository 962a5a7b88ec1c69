import { slot } from '../once';
import {
  SECTION_NAMES,
  sectionOf,
  SECTIONS,
  type SectionName,
  type Settings,
  type SettingsOf,
} from './sections';

const current = slot<Settings>('settings');
const reload = slot<() => Promise<void>>('settings/reload');

/** Set after each load. */
export const publishSettings = (value: Settings): void => current.set(value);

/** Set by the watch. */
export const publishSettingsReload = (value: () => Promise<void>): void => reload.set(value);

/** All sections from memory; before the first load their defaults. */
export const currentSettings = (): Settings =>
  current.peek() ?? {
    metrics: SECTIONS.metrics.schema.parse({}),
    retention: SECTIONS.retention.schema.parse({}),
    security: SECTIONS.security.schema.parse({}),
  };

/** A section as it stands now, from memory. Ask anew each time: it changes while the process runs. */
export const settings = <Name extends SectionName>(section: Name): SettingsOf<Name> =>
  currentSettings()[section];

/** Waits until this process goes by what a verb has just saved. Resolves also when that failed: the watch tries again. */
export const settingsChanged = async (): Promise<void> => {
  await reload.peek()?.();
};

/** The credentials among the settings, for the masker. */
export function settingsSecrets(): string[] {
  const all: Record<SectionName, Record<string, unknown>> = currentSettings();
  return SECTION_NAMES.flatMap((name) => sectionOf(name).secrets.map((field) => all[name][field])).filter(
    (text) => typeof text === 'string',
  );
}
