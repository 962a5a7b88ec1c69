import { auditWriter } from '../audit/writer';
import { connections } from '../database/connections';
import { withDeadline } from '../deadline';

const DEADLINE_MS = 2_000;

export interface Health {
  status: 'ok' | 'unavailable';
  checks: { database: 'ok' | 'failed'; audit: 'ok' | 'failed' };
}

/** Whether this process can take a call now: the database answers and the audit log takes rows. */
export async function checkHealth(): Promise<Health> {
  const database = await withDeadline(connections().direct.query('SELECT 1'), DEADLINE_MS).then(
    () => 'ok' as const,
    () => 'failed' as const,
  );
  const audit = auditWriter()?.accepts() ? 'ok' : 'failed';
  return { status: database === 'ok' && audit === 'ok' ? 'ok' : 'unavailable', checks: { database, audit } };
}
