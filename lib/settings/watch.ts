import type { z } from 'zod';
import type { Setting } from '@/lib/generated/prisma/client';
import { reloader } from '../database/changes';
import { connections, prisma } from '../database/connections';
import { currentSettings, publishSettings, publishSettingsReload } from './current';
import type { Section } from './section';
import { SECTION_NAMES, SECTIONS, type SectionName, type Settings } from './sections';
import { opened, storedOf } from './stored';

export const SETTINGS_TABLE = 'settings';

export interface SettingsWatch {
  /** Reads all sections again. Resolves also when that failed; the last known values stand then. */
  reload(): Promise<void>;
  /** Reads them again when a version has changed: for when a notification was missed. */
  poll(): Promise<void>;
}

/**
 * Fills the settings in memory. A section that this version cannot read keeps its last known value, or its defaults,
 * and is named to `onError`; it stops nobody.
 *
 * @param onLoaded after each successful load
 */
export async function watchSettings(hooks: {
  onLoaded: () => void;
  onError: (error: unknown) => void;
}): Promise<SettingsWatch> {
  let versions = '';
  const load = async () => {
    const rows = await prisma().setting.findMany({ where: { key: { in: [...SECTION_NAMES] } } });
    const readable = read(rows, hooks.onError);
    versions = fingerprint(rows);
    publishSettings(readable);
    hooks.onLoaded();
  };
  await load();
  const reload = reloader(load, hooks.onError);
  publishSettingsReload(reload);
  return {
    reload,
    async poll() {
      // While the database is away the listener says so; a line a second would add nothing.
      const found = await connections()
        .direct.query<{ key: string; version: number }>(
          'SELECT key, version FROM settings WHERE key = ANY ($1)',
          [[...SECTION_NAMES]],
        )
        .catch(() => undefined);
      if (found && fingerprint(found.rows) !== versions) await reload();
    },
  };
}

/** Which versions were read, as one text. */
const fingerprint = (rows: readonly { key: string; version: number }[]): string =>
  rows
    .map(({ key, version }) => `${key}=${version}`)
    .sort()
    .join();

function read(rows: readonly Setting[], onError: (error: unknown) => void): Settings {
  const last = currentSettings();
  const section = <Schema extends z.ZodObject>(
    name: SectionName,
    { schema }: Section<Schema>,
    lastKnown: z.output<Schema>,
  ): z.output<Schema> => {
    try {
      return schema.parse(opened(name, storedOf(rows.find((row) => row.key === name))));
    } catch (error) {
      onError(new Error(`The section "${name}" of the settings cannot be read.`, { cause: error }));
      return lastKnown;
    }
  };
  return {
    metrics: section('metrics', SECTIONS.metrics, last.metrics),
    retention: section('retention', SECTIONS.retention, last.retention),
    security: section('security', SECTIONS.security, last.security),
  };
}
