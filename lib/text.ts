import { z } from 'zod';

/** PostgreSQL stores no NUL in text, and nobody types the other control characters. Pure. */
const NO_CONTROL_CHARACTERS = /^[^\p{Cc}]*$/u;
const REFUSAL = 'must not hold control characters';

/** One line of text, for filters. */
export const line = (maxLength: number) => z.string().max(maxLength).regex(NO_CONTROL_CHARACTERS, REFUSAL);

/** What people call something. */
export const displayName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(100, 'at most 100 characters')
  .regex(NO_CONTROL_CHARACTERS, REFUSAL);
