import { z } from 'zod';
import { sealer } from '../../crypto/sealer';
import { AppError } from '../../errors';

const CONTEXT = 'retention/plan';
/** How long what was shown may be run, in milliseconds. */
export const TOKEN_LIFE_MS = 60 * 60_000;

const contents = z.object({
  /** of the run that it may start, once */
  id: z.uuid(),
  made: z.number(),
  /** the day from which ages are reckoned */
  today: z.number().int(),
  days: z.number().int().nullable(),
  /** of the settings that it was planned by */
  version: z.number().int(),
  /** which transactions had been committed: rows of later ones were not shown */
  snapshot: z.string(),
  /** day, whole, by size, rows, bytes */
  plan: z.array(z.tuple([z.number(), z.boolean(), z.boolean(), z.number(), z.number()])),
});
export type TokenContents = z.infer<typeof contents>;

/** Puts a plan into a text that nobody can change or make, and that every replica can open. */
export const sealToken = (plan: TokenContents): string => sealer().seal(JSON.stringify(plan), CONTEXT);

/** Throws AppError: invalid (not one of ours), conflict (too old). */
export function openToken(token: string, now: number): TokenContents {
  let plan: TokenContents;
  try {
    plan = contents.parse(JSON.parse(sealer().open(token, CONTEXT)));
  } catch (error) {
    throw new AppError('invalid', 'This is not the token of a preview.', { cause: error });
  }
  if (now - plan.made > TOKEN_LIFE_MS)
    throw new AppError('conflict', 'This preview is more than an hour old. Look at a new one, then run it.');
  return plan;
}
