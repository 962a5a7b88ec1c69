import type { AuditWriter } from '../../audit/append';
import type { CallRecord } from '../call';
import { isAudited } from '../call';

/** stored: durable in PostgreSQL; not_audited: not a call that leaves a row; lost: no device took it. */
export type AuditResult = 'stored' | 'not_audited' | 'lost';

/** CallRecord → one row of tool_call_logs. Resolves when the row is durable; never rejects. */
export function auditSink(record: CallRecord, writer: AuditWriter): Promise<AuditResult> {
  if (!isAudited(record)) return Promise.resolve('not_audited');
  return writer.append(record).then((durable) => (durable ? 'stored' : 'lost'));
}
