import type { AuditWriter } from '../audit/writer';
import { messageOf } from '../errors';
import type { Masker } from '../mask/masker';
import type { OpenCall } from './call';
import { afterwards } from './afterwards';
import { callId } from './call-id';
import { closeRecord } from './close';
import { logger } from '../log/log';
import { metrics } from '../metrics/registry';
import { auditSink, type AuditResult } from './audit-result';
import { logSink } from './log-line';
import { metricsSink } from '../metrics/from-record';
import { spanSink } from '../traces/from-record';
import type { CallSpans } from '../traces/place';

export interface Arrival {
  requestId: string;
  httpMethod: string;
  clientAddress: string | null;
}

/** Opens the record, before anything else looks at the request. */
export function openCall(arrival: Arrival): OpenCall {
  const arrivedAt = Date.now();
  return {
    id: callId(arrivedAt),
    arrivedAt,
    startedMs: performance.now(),
    requestId: arrival.requestId,
    httpMethod: arrival.httpMethod,
    clientAddress: arrival.clientAddress,
    sourceType: 'server',
    server: '',
    serverId: null,
    upstream: null,
    caller: null,
    message: null,
    sessionId: null,
    protocolVersion: null,
    requestBytes: 0,
    responseBytes: 0,
    httpStatus: 0,
    upstreamStatus: null,
    upstreamStartedMs: null,
    upstreamEndedMs: null,
    outcome: 'ok',
    error: null,
    responsePayload: null,
    responseTruncated: false,
  };
}

export interface SealTools {
  masker: Masker;
  audit: AuditWriter;
  instanceId: string;
}

/**
 * Seals the record and hands it to the four sinks: the audit row first, because the other three say
 * whether it is durable. A failing sink is counted and stops neither the others nor the answer; a record that
 * cannot be made is a lost one. The caller sees to it that each call is sealed once (lib/gateway/call-life.ts).
 *
 * @param done called once the row is durable, lost or known not to be needed; the other three follow. A
 *   callback, because promises are a measurable part of what a call costs.
 */
export function sealCall(
  call: OpenCall,
  spans: CallSpans,
  tools: SealTools,
  done: (audit: AuditResult) => void,
): void {
  const record = guarded('record', call, () => closeRecord(call, spans, tools));
  if (!record) return done('lost');
  return auditSink(record, tools.audit, (audit) => {
    afterwards(() => {
      guarded('span', call, () => spanSink(record, spans));
      guarded('metrics', call, () => metricsSink(record, audit));
      guarded('log', call, () => logSink(record, audit));
    });
    done(audit);
  });
}

function guarded<T>(part: string, { id, requestId }: OpenCall, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    metrics().sinkFailures.inc({ sink: part });
    const call = { call_id: id, request_id: requestId };
    logger().error({ ...call, part, error: messageOf(error) }, 'a part of the record failed');
    return undefined;
  }
}
