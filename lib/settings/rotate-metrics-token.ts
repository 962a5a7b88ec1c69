import { randomBytes } from 'node:crypto';
import type { Context } from '../context/context';
import type { SettingsView } from './schema';
import { updateSettings } from './update';

/** 192 random bits. */
const TOKEN_BYTES = 24;

/**
 * Makes a new token for scrapers; the one before no longer works.
 * Throws AppError: forbidden, conflict (somebody has saved the section since the given version).
 *
 * @returns the token, which is shown this once, and the section as it is now
 */
export async function rotateMetricsToken({
  ctx,
  input: { version },
}: {
  ctx: Context;
  input: { version: number };
}): Promise<{ token: string; view: SettingsView }> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const view = await updateSettings({ ctx, input: { section: 'metrics', version, value: { token } } });
  return { token, view };
}
