import { randomBytes } from 'node:crypto';
import { requireRole, type Context } from '../context/context';
import { AppError } from '../errors';
import type { Credentials, StoredDestination } from '../settings/sections/export';
import { saveSettings } from '../settings/update';
import { privateAddresses } from '../traces/providers/outlets';
import { applier } from './apply';
import { complete } from './complete';
import { viewExport } from './get';
import type { DestinationInput, ExportView, SaveExport } from './schema';
import { saveExportInput } from './schema';
import { knownOf, readExport, type StoredExport } from './stored';

/**
 * Puts these destinations in the place of those that are there. All of them are checked first: with one that is
 * wrong nothing is saved, and what runs goes on. Throws AppError: forbidden, conflict (somebody was faster), invalid
 * with what is wrong by `destinations.<n>.<field>`.
 *
 * @returns the section as it is now; this process sends there already, other replicas a moment later
 */
export async function saveExport({ ctx, input }: { ctx: Context; input: SaveExport }): Promise<ExportView> {
  requireRole(ctx, 'admin');
  const { version, destinations, sampling } = saveExportInput.parse(input);
  const before = await readExport();
  const { stored, credentials } = await checkAll(destinations, before);
  const sealed = JSON.stringify(credentials);
  const isSame = sealed === JSON.stringify(before.credentials);
  const hasSome = Object.keys(credentials).length > 0;
  await saveSettings({
    ctx,
    input: {
      section: 'export',
      version,
      value: {
        destinations: stored,
        sampling,
        // Not named when they are as they were, so that the event says only what has been replaced.
        ...(isSame ? {} : { credentials: hasSome ? sealed : null }),
      },
    },
  });
  await applier().settled();
  return viewExport(await readExport());
}

async function checkAll(
  destinations: readonly DestinationInput[],
  before: StoredExport,
): Promise<{ stored: StoredDestination[]; credentials: Credentials }> {
  const errors: Record<string, string> = {};
  const stored: StoredDestination[] = [];
  const credentials: Credentials = {};
  for (const [at, given] of destinations.entries()) {
    const wrong = (field: string, sentence: string) => (errors[`destinations.${at}.${field}`] ??= sentence);
    const known = given.id === undefined ? undefined : knownOf(before, given.id);
    if (given.id !== undefined && !known) wrong('id', 'is none of the destinations that are there');
    const id = given.id ?? newId();
    if (stored.some((one) => one.id === id)) wrong('id', 'stands here twice');
    if (stored.some((one) => one.name.toLowerCase() === given.name.toLowerCase()))
      wrong('name', 'is the name of another destination');
    const checked = complete(given, known);
    if ('errors' in checked) {
      for (const [field, sentence] of Object.entries(checked.errors)) wrong(placeOf(field), sentence);
      continue;
    }
    for (const [field, sentence] of Object.entries(await privateAddresses(checked.configured)))
      wrong(placeOf(field), sentence);
    const { name, provider, enabled } = given;
    const { config, secrets } = checked;
    const secret_fields = Object.keys(secrets);
    if (secret_fields.length > 0) credentials[id] = secrets;
    stored.push({ id, name, provider, enabled, config, secret_fields });
  }
  const list = Object.entries(errors);
  if (list.length > 0) {
    const sentence = list.map(([field, message]) => `${field}: ${message}`).join('; ');
    throw new AppError('invalid', sentence, { fields: errors });
  }
  return { stored, credentials };
}

/** An unknown provider is no field of its configuration. */
const placeOf = (field: string): string => (field === 'provider' ? field : `config.${field}`);

/** Short, because it is a label of metrics, too. */
const newId = (): string => randomBytes(4).toString('hex');
