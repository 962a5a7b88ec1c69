import type { AuditWriter } from '../audit/writer';
import { countFoundLate, metricsSink } from '../metrics/from-record';
import { isAudited, type CallRecord } from '../record/call';
import { logFoundLate, logSink } from '../record/log-line';
import type { Sinks } from '../record/sinks';
import { spanSink } from '../traces/from-record';
import type { CallSpans } from '../traces/place';

/** The four places where a sealed record goes: row, spans, metrics and log line. */
export const createSinks = (writer: AuditWriter): Sinks<CallSpans> => ({
  audit(record, done) {
    if (isAudited(record)) writer.append(record, (durable) => done(durable ? 'stored' : 'lost'));
    else done('not_audited');
  },
  span: spanSink,
  metrics: metricsSink,
  log: logSink,
});

/** A row that was given up is there after all: the counters and the log say so too. */
export function noteFoundLate(record: CallRecord): void {
  countFoundLate(record);
  logFoundLate(record);
}
