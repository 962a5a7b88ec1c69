import { requireRole, type Context } from '../context/context';
import { prisma } from '../database/connections';
import type { SettingsView } from './schema';
import { SECTION_NAMES, type SectionName } from './sections';
import { viewSettings } from './stored';

/** One section, read from the database, with the version that a change must name. Throws AppError: forbidden. */
export async function getSettings({
  ctx,
  input: { section },
}: {
  ctx: Context;
  input: { section: SectionName };
}): Promise<SettingsView> {
  requireRole(ctx, 'auditor');
  return viewSettings(section, await prisma().setting.findUnique({ where: { key: section } }));
}

/** All sections, by name. Throws AppError: forbidden. */
export async function listSettings({ ctx }: { ctx: Context }): Promise<SettingsView[]> {
  requireRole(ctx, 'auditor');
  const rows = await prisma().setting.findMany({ where: { key: { in: [...SECTION_NAMES] } } });
  return SECTION_NAMES.map((section) =>
    viewSettings(
      section,
      rows.find((row) => row.key === section),
    ),
  );
}
