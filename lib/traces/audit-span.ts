import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { currentMasker } from '../mask/current-masker';
import type { CallRecord } from '../record/call';
import { spanProcessor } from './processor';
import { FinishedSpan, spanTime } from './finished-span';
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
  const place = childOf(contextOf(first), others.slice(0, MAX_LINKS).map(contextOf));
  processor.record([
    new FinishedSpan(place, spanTime(startedAt, durationMs), {
      name: 'INSERT tool_call_logs',
      kind: SpanKind.CLIENT,
      status:
        failure === null
          ? { code: SpanStatusCode.UNSET }
          : { code: SpanStatusCode.ERROR, message: currentMasker().text(failure, {}).slice(0, 2_048) },
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': 'INSERT',
        'db.collection.name': 'tool_call_logs',
        'db.query.text': sql,
        'db.operation.batch.size': records.length,
      },
    }),
  ]);
}

const contextOf = (record: CallRecord) => ({
  traceId: record.traceId,
  spanId: record.spanId,
  traceFlags: 1,
});
