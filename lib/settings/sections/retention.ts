import { z } from 'zod';
import { defineSection } from '../section';

/** The longest that can be asked for, in days: ten years. */
export const LONGEST_DAYS = 3_653;

/** A day is kept whole or goes whole, so that the shortest is one full day besides the one that runs. */
export const days = z.number().int().min(1).max(LONGEST_DAYS);
const slug = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'use the slug of a server');

/** How long rows of the audit log stay. */
export const retention = defineSection({
  schema: z.object({
    /** UTC days that stay besides today; null: all of them */
    days: days.nullable().default(90),
    /** servers whose rows stay longer or shorter than the others' */
    overrides: z
      .array(z.strictObject({ server: slug, days: days.nullable() }))
      .max(1_000)
      .refine((list) => new Set(list.map(({ server }) => server)).size === list.length, {
        message: 'names a server twice',
      })
      .default([]),
    /** bytes on the disk; beyond them the oldest days go, whatever their age. null: as many as come */
    max_bytes: z
      .number()
      .int()
      .min(16 * 1024 * 1024, 'must be at least 16 MiB')
      .max(Number.MAX_SAFE_INTEGER)
      .nullable()
      .default(null),
    /** nothing goes, by age or by size */
    legal_hold: z.boolean().default(false),
    /** servers none of whose rows go, by age or by size */
    held_servers: z.array(slug).max(1_000).default([]),
    /** hour of the day (UTC) at which what is too old goes; null: only by hand */
    hour: z.number().int().min(0).max(23).nullable().default(3),
  }),
  secrets: [],
});
