import { prisma } from '../database/connections';
import type { SettingsOf } from '../settings/sections';
import { readCredentials, type Credentials, type StoredDestination } from '../settings/sections/export';
import { SECTIONS } from '../settings/sections';
import { opened, storedOf } from '../settings/stored';
import type { Known } from './complete';

/** The section as it stands in the database, credentials open. */
export interface StoredExport {
  version: number;
  updatedAt: Date | null;
  updatedBy: string | null;
  destinations: StoredDestination[];
  sampling: SettingsOf<'export'>['sampling'];
  credentials: Credentials;
}

/** Reads the section, not from memory: whoever changes it must see what another replica has just saved. */
export async function readExport(): Promise<StoredExport> {
  const row = await prisma().setting.findUnique({ where: { key: 'export' } });
  const { destinations, sampling, credentials } = SECTIONS.export.schema.parse(
    opened('export', storedOf(row)),
  );
  return {
    version: row?.version ?? 0,
    updatedAt: row?.updatedAt ?? null,
    updatedBy: row?.updatedBy ?? null,
    destinations,
    sampling,
    credentials: readCredentials(credentials),
  };
}

/** One of the destinations with its credentials. */
export function knownOf({ destinations, credentials }: StoredExport, id: string): Known | undefined {
  const found = destinations.find((one) => one.id === id);
  return found && { provider: found.provider, config: found.config, secrets: credentials[id] ?? {} };
}
