import type { AuditWriter } from '../audit/writer';
import { metricsSink } from '../metrics/from-record';
import { isAudited } from '../record/call';
import { logSink } from '../record/log-line';
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
