import { z } from 'zod';
import { LONGEST_DAYS } from '../../settings/sections/retention';

/** What a preview is asked for. */
export const cleanupQuery = z.object({
  retention_days: z.coerce
    .number()
    .int()
    .min(1)
    .max(LONGEST_DAYS)
    .optional()
    .describe('Days to keep in place of what is set; overrides and holds stay in force.'),
});
export type CleanupQuery = z.output<typeof cleanupQuery>;

const count = z.number().int().min(0);
const moment = z.iso.datetime().nullable();

/** What a run would remove, exactly. */
export const cleanupPreview = z.object({
  /** null: all days stay by the general rule */
  retention_days: z.number().int().nullable(),
  /** what is older goes by the general rule */
  cutoff_date: moment,
  /** rows that go */
  mcp_tool_call_logs: count,
  /** always 0: tokens are counted on the row of the call and have no table of their own */
  token_usage_logs: count,
  total: count,
  bytes: count,
  oldest: moment,
  newest: moment,
  partitions: z.array(
    z.object({
      day: z.iso.date(),
      /** dropped; else the rows of some servers are deleted */
      whole: z.boolean(),
      reason: z.enum(['age', 'size']),
      rows: count,
      bytes: count,
      oldest: moment,
      newest: moment,
    }),
  ),
  /** rows that go by server, the most first */
  servers: z.array(z.object({ server: z.string(), rows: count })),
  legal_hold: z.boolean(),
  /** bytes that are stored now */
  stored_bytes: count,
  /** for POST …/cleanup, which removes what is shown here and nothing else */
  token: z.string(),
  expires_at: z.iso.datetime(),
});
export type CleanupPreview = z.infer<typeof cleanupPreview>;

/** What starts a run: the token of a preview. */
export const cleanupInput = z.strictObject({ token: z.string().min(1).max(500_000) });

const amount = z.object({ days: count, rows: count, bytes: count });

export const cleanupRun = z.object({
  id: z.uuid(),
  started_at: z.iso.datetime(),
  ended_at: moment,
  /** "schedule", or who asked for it */
  started_by: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  cancel_requested: z.boolean(),
  retention_days: z.number().int().nullable(),
  cutoff_date: moment,
  planned: amount,
  removed: amount,
  /** why it failed */
  message: z.string().nullable(),
});
export type CleanupRun = z.infer<typeof cleanupRun>;

export const cleanupStatus = z.object({
  running: cleanupRun.nullable(),
  /** the newest first */
  last_runs: z.array(cleanupRun),
  next_run_at: moment,
  /** whole days after today that have a partition */
  partitions_ahead_days: z.number().int(),
  stored: z.object({
    bytes: count,
    /** the oldest first, up to today; rows as PostgreSQL's statistics have them */
    days: z.array(z.object({ day: z.iso.date(), rows_about: count, bytes: count })),
  }),
});
export type CleanupStatus = z.infer<typeof cleanupStatus>;
