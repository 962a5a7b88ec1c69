import type { RetentionRun } from '@/lib/generated/prisma/client';
import type { CleanupRun } from './schema';

/** A run as the API shows it. */
export const viewRun = (row: RetentionRun): CleanupRun => ({
  id: row.id,
  started_at: row.startedAt.toISOString(),
  ended_at: row.endedAt?.toISOString() ?? null,
  started_by: row.startedBy,
  state: row.state as CleanupRun['state'],
  cancel_requested: row.cancelRequested,
  retention_days: row.retentionDays,
  cutoff_date: row.cutoff?.toISOString() ?? null,
  planned: {
    days: row.plannedDays,
    rows: Number(row.plannedRows),
    bytes: Number(row.plannedBytes),
  },
  removed: { days: row.days, rows: Number(row.rows), bytes: Number(row.bytes) },
  message: row.message,
});
