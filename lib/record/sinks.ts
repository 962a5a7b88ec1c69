import type { CallRecord } from './call';

/** stored: durable in PostgreSQL; not_audited: not a call that leaves a row; lost: no device took it. */
export type AuditResult = 'stored' | 'not_audited' | 'lost';

/** The ids under which a call's row, log line and spans are found from each other. */
export interface MainSpan {
  main: { traceId: string; spanId: string };
}

/**
 * Where a sealed record goes; boot hands them in, so that the record knows none of them. The audit row comes first,
 * because the other three say whether it is durable.
 */
export interface Sinks<Spans extends MainSpan> {
  /** Calls back when the row is durable or lost, at once when there is none. */
  audit(record: CallRecord, done: (result: AuditResult) => void): void;
  span(record: CallRecord, spans: Spans): void;
  metrics(record: CallRecord, audit: AuditResult): void;
  log(record: CallRecord, audit: AuditResult): void;
}
