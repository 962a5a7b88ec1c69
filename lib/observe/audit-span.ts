import { isSpanContextValid, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { CallRecord } from './call';
import { ROOT_CONTEXT, trace, tracer } from './tracing';

const MAX_LINKS = 32;

/**
 * The span of one batched INSERT, by the database conventions. It hangs in the trace of the batch's first
 * call and is linked to the others: one write serves them all.
 */
export function startAuditSpan(sql: string, records: readonly CallRecord[]) {
  const contexts = records.slice(0, MAX_LINKS).map((record) => ({
    traceId: record.traceId,
    spanId: record.spanId,
    traceFlags: 1,
  }));
  const [first, ...others] = contexts;
  const span = tracer().startSpan(
    'INSERT tool_call_logs',
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': 'INSERT',
        'db.collection.name': 'tool_call_logs',
        'db.operation.batch.size': records.length,
        'db.query.text': sql,
      },
      links: others.map((context) => ({ context })),
    },
    first && isSpanContextValid(first) ? trace.setSpanContext(ROOT_CONTEXT, first) : ROOT_CONTEXT,
  );
  return {
    end: () => span.end(),
    fail(message: string) {
      span.setStatus({ code: SpanStatusCode.ERROR, message });
      span.end();
    },
  };
}
