import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { CallRecord } from './call';
import { spanProcessor } from './exporters';
import { FinishedSpan, spanTime } from './finished-span';
import { childOf } from './spans';

const MAX_LINKS = 31;

/** How one write to tool_call_logs went. */
export interface AuditWrite {
  sql: string;
  records: readonly CallRecord[];
  /** milliseconds since 1970 */
  startedAt: number;
  durationMs: number;
  failure: string | null;
}

/**
 * The span of one batched INSERT, by the database conventions. It hangs in the trace of the batch's first
 * call and is linked to the others: one write serves them all.
 */
export function recordAuditSpan({ sql, records, startedAt, durationMs, failure }: AuditWrite): void {
  const processor = spanProcessor();
  const [first, ...others] = records;
  if (!first || !processor.hasDestination()) return;
  const attributes = {
    'db.system.name': 'postgresql',
    'db.operation.name': 'INSERT',
    'db.collection.name': 'tool_call_logs',
    'db.operation.batch.size': records.length,
    'db.query.text': sql,
  };
  const status =
    failure === null
      ? { code: SpanStatusCode.UNSET }
      : { code: SpanStatusCode.ERROR, message: failure.slice(0, 2_048) };
  const place = childOf(contextOf(first), others.slice(0, MAX_LINKS).map(contextOf));
  const time = spanTime(startedAt, durationMs);
  processor.record(
    new FinishedSpan(place, 'INSERT tool_call_logs', SpanKind.CLIENT, time, attributes, status),
  );
}

const contextOf = (record: CallRecord) => ({
  traceId: record.traceId,
  spanId: record.spanId,
  traceFlags: 1,
});
