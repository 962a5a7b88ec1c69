import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { CallRecord } from '../record/call';
import { spanProcessor } from './processor';
import { FinishedSpan, spanShape, spanTime, type SpanShape } from './finished-span';
import { childOf } from './place';

const MAX_LINKS = 31;

/** One write to tool_call_logs, as much of it as its span tells. */
interface Write {
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
export function recordAuditSpan({ sql, records, startedAt, durationMs, failure }: Write): void {
  const processor = spanProcessor();
  const [first, ...others] = records;
  if (!first || !processor.hasDestination()) return;
  const shape = failure === null ? writtenShape(sql) : shapeOf(sql, failure);
  const place = childOf(contextOf(first), others.slice(0, MAX_LINKS).map(contextOf));
  const time = spanTime(startedAt, durationMs);
  processor.record(new FinishedSpan(place, time, shape, { 'db.operation.batch.size': records.length }));
}

/** Writes that went well, by statement. Statements are constants of the code, so these are few. */
const written = new Map<string, SpanShape>();

function writtenShape(sql: string): SpanShape {
  let shape = written.get(sql);
  if (!shape) written.set(sql, (shape = shapeOf(sql, null)));
  return shape;
}

const shapeOf = (sql: string, failure: string | null): SpanShape =>
  spanShape(
    'INSERT tool_call_logs',
    SpanKind.CLIENT,
    failure === null
      ? { code: SpanStatusCode.UNSET }
      : { code: SpanStatusCode.ERROR, message: failure.slice(0, 2_048) },
    {
      'db.system.name': 'postgresql',
      'db.operation.name': 'INSERT',
      'db.collection.name': 'tool_call_logs',
      'db.query.text': sql,
    },
  );

const contextOf = (record: CallRecord) => ({
  traceId: record.traceId,
  spanId: record.spanId,
  traceFlags: 1,
});
