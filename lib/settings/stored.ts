import type { Setting } from '@/lib/generated/prisma/client';
import { sealer } from '../crypto/sealer';
import type { SettingsView } from './schema';
import { sectionOf, type SectionName } from './sections';

/** A section as it stands in the table: credentials sealed, fields at their default left as they were saved. */
export type Stored = Record<string, unknown>;

/** Binds a ciphertext to its field, so that one that is copied to another does not open. */
const contextOf = (section: SectionName, field: string) => `settings/${section}/${field}`;

export const seal = (section: SectionName, field: string, text: string): string =>
  sealer().seal(text, contextOf(section, field));

/** What a row holds; nothing while nobody has saved the section. */
export function storedOf(row: Pick<Setting, 'value'> | null | undefined): Stored {
  const value = row?.value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** The stored fields without the credentials. */
export function withoutSecrets(section: SectionName, stored: Stored): Stored {
  const { secrets } = sectionOf(section);
  return Object.fromEntries(Object.entries(stored).filter(([name]) => !secrets.includes(name)));
}

/** The stored fields with the credentials opened. Throws SealError. */
export function opened(section: SectionName, stored: Stored): Stored {
  const plain = { ...stored };
  for (const field of sectionOf(section).secrets) {
    const sealed = plain[field];
    plain[field] = typeof sealed === 'string' ? sealer().open(sealed, contextOf(section, field)) : null;
  }
  return plain;
}

/** A row, or none, as people may see it. */
export function viewSettings(section: SectionName, row: Setting | null | undefined): SettingsView {
  return {
    section,
    version: row?.version ?? 0,
    value: viewValue(section, storedOf(row)),
    updated_at: row?.updatedAt.toISOString() ?? null,
    updated_by: row?.updatedBy ?? null,
  };
}

/** Defaults filled in, credentials as {configured}. Throws ZodError when this version cannot read what is stored. */
export function viewValue(section: SectionName, stored: Stored): Stored {
  const { schema, secrets } = sectionOf(section);
  const value: Stored = schema.parse(withoutSecrets(section, stored));
  for (const field of secrets) value[field] = { configured: typeof stored[field] === 'string' };
  return value;
}
