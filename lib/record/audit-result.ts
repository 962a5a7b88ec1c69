import type { AuditWriter } from '../audit/writer';
import type { CallRecord } from './call';
import { isAudited } from './call';

/** stored: durable in PostgreSQL; not_audited: not a call that leaves a row; lost: no device took it. */
export type AuditResult = 'stored' | 'not_audited' | 'lost';

/** CallRecord → one row of tool_call_logs. Calls back when the row is durable or lost, at once when there is none. */
export function auditSink(
  record: CallRecord,
  writer: AuditWriter,
  done: (result: AuditResult) => void,
): void {
  if (isAudited(record)) writer.append(record, (durable) => done(durable ? 'stored' : 'lost'));
  else done('not_audited');
}
