import { z } from 'zod';

const fields = z.record(z.string(), z.unknown());

/** One section as the API and the pages show it: of its credentials only whether they are there. */
export const settingsView = z.object({
  section: z.string(),
  /** 0 until somebody has saved it: then the defaults stand */
  version: z.number().int(),
  value: fields,
  updated_at: z.iso.datetime().nullable(),
  updated_by: z.string().nullable(),
});
export type SettingsView = z.infer<typeof settingsView>;

/** A change: the version that was read, and the fields to change. A credential is a new text, or null to remove it. */
export const updateSettingsInput = z.strictObject({
  version: z.number().int().min(0),
  value: fields,
});
