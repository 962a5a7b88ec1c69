import type { Prisma, Setting } from '@/lib/generated/prisma/client';
import { changesBetween } from '../admin-events/changes';
import { recordEvent } from '../admin-events/record';
import { actorName, requireRole, type Context } from '../context/context';
import { inTransaction, type Transaction } from '../context/transaction';
import { AppError } from '../errors';
import { settingsChanged } from './current';
import type { SettingsView } from './schema';
import { sectionOf, type SectionName } from './sections';
import { seal, storedOf, viewSettings, viewValue, withoutSecrets, type Stored } from './stored';

/**
 * Changes the named fields of a section, when it still has the version that the caller has read.
 * Throws AppError: forbidden, conflict (somebody was faster), invalid (the section has a verb of its own);
 * ZodError on a wrong or unknown field.
 *
 * @returns the section as it is now; this process goes by it already, other replicas a moment later
 */
export async function updateSettings({ ctx, input }: Update): Promise<SettingsView> {
  requireRole(ctx, 'admin');
  const { savedBy } = sectionOf(input.section);
  if (savedBy !== undefined) throw new AppError('invalid', `This section is saved by ${savedBy}.`);
  return saveSettings({ ctx, input });
}

interface Update {
  ctx: Context;
  input: { section: SectionName; version: number; value: Record<string, unknown> };
}

/** The same for a verb that has checked more than the schema can. */
export async function saveSettings({
  ctx,
  input: { section, version, value },
}: Update): Promise<SettingsView> {
  requireRole(ctx, 'admin');
  const view = await inTransaction(ctx, async (transaction) => {
    const row = await transaction.setting.findUnique({ where: { key: section } });
    if ((row?.version ?? 0) !== version) throw tooLate();
    const before = storedOf(row);
    const { stored, replaced } = merged(section, before, value);
    const saved = await save(transaction, ctx, { section, version, stored });
    const changes = changesBetween(viewValue(section, before), viewValue(section, stored));
    await recordEvent(transaction, ctx, {
      action: 'settings.update',
      target: { type: 'settings', id: section, name: section },
      before: changes.before,
      after: { ...changes.after, ...replaced },
    });
    return viewSettings(section, saved);
  });
  await settingsChanged();
  return view;
}

/**
 * What is stored afterwards. Credentials that the change does not name stay sealed as they are; one that comes back
 * as it was shown, as {configured}, counts as not named. Fields that this version does not know, from a newer
 * replica, are kept.
 */
function merged(
  section: SectionName,
  before: Stored,
  change: Record<string, unknown>,
): { stored: Stored; replaced: Record<string, { configured: true; replaced: true }> } {
  const { schema, secrets } = sectionOf(section);
  const named = Object.fromEntries(
    Object.entries(change).filter(
      ([name, part]) => !(secrets.includes(name) && typeof part === 'object' && part),
    ),
  );
  schema.partial().strict().parse(named);
  const value: Stored = schema.parse({ ...withoutSecrets(section, before), ...named });
  const replaced: Record<string, { configured: true; replaced: true }> = {};
  for (const field of secrets) {
    const text = value[field];
    if (typeof text === 'string') {
      value[field] = seal(section, field, text);
      if (typeof before[field] === 'string') replaced[field] = { configured: true, replaced: true };
    } else if (!(field in named)) {
      value[field] = before[field] ?? null;
    }
  }
  return { stored: { ...before, ...value }, replaced };
}

/** Writes the row if it still has the version; of two who save at once the second waits for the first and fails. */
async function save(
  transaction: Transaction,
  ctx: Context,
  { section, version, stored }: { section: SectionName; version: number; stored: Stored },
): Promise<Setting> {
  const data = {
    value: stored as Prisma.InputJsonObject,
    version: version + 1,
    updatedBy: actorName(ctx.actor),
  };
  const [saved] =
    version === 0
      ? await transaction.setting.createManyAndReturn({
          data: [{ key: section, ...data }],
          skipDuplicates: true,
        })
      : await transaction.setting.updateManyAndReturn({ where: { key: section, version }, data });
  if (!saved) throw tooLate();
  return saved;
}

const tooLate = () =>
  new AppError(
    'conflict',
    'Somebody else has saved this section meanwhile. Load it again, look at what changed, then save.',
  );
