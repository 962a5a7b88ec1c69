import { FEWEST_DAYS_AHEAD, partitionsAhead } from '../audit/partitions';
import { auditWriter } from '../audit/writer';
import { connections } from '../database/connections';
import { withDeadline } from '../deadline';
import { slot } from '../once';

const DEADLINE_MS = 2_000;

export interface Health {
  status: 'ok' | 'unavailable';
  checks: { database: 'ok' | 'failed'; audit: 'ok' | 'failed' };
  /** whether PostgreSQL itself keeps the app from changing audit rows (lib/database/app-role.ts) */
  audit_rows: 'protected' | 'not_protected';
  /** low: before long there is no partition to write rows to; a call can still be taken */
  partitions_ahead: 'ok' | 'low';
}

const notSeparated = slot<{ reason: string | null }>('health/not-separated');

/** Set by boot: why the app uses the role that owns the tables, or null. */
export const publishSeparation = (reason: string | null): void => notSeparated.set({ reason });

/** Whether this process can take a call now: the database answers and the audit log takes rows. */
export async function checkHealth(): Promise<Health> {
  const database = await withDeadline(connections().direct.query('SELECT 1'), DEADLINE_MS).then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  const audit = auditWriter()?.accepts() ? 'ok' : 'failed';
  return {
    status: database === 'ok' && audit === 'ok' ? 'ok' : 'unavailable',
    checks: { database, audit },
    audit_rows: notSeparated.peek()?.reason === null ? 'protected' : 'not_protected',
    partitions_ahead: partitionsAhead() < FEWEST_DAYS_AHEAD ? 'low' : 'ok',
  };
}
