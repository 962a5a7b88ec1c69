import { messageOf } from '../errors';
import { logger } from '../log/log';
import type { Masker } from '../mask/masker';
import { afterwards } from './afterwards';
import type { OpenCall } from './call';
import { callId } from './call-id';
import { closeRecord } from './close';
import { countPartFailure } from './part-failures';
import type { AuditResult, MainSpan, Sinks } from './sinks';

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
    endedMs: null,
    responsePayload: null,
    resultType: null,
    stateGiven: null,
  };
}

export interface SealTools {
  masker: Masker;
  instanceId: string;
}

/**
 * Seals the record and hands it to the sinks: the audit row first, because the other three say whether it is
 * durable. A failing sink is counted and stops neither the others nor the answer; a record that cannot be made is a
 * lost one. The caller sees to it that each call is sealed once (lib/gateway/call-life.ts).
 *
 * @param done called once the row is durable, lost or known not to be needed; the other three follow. A
 *   callback, because promises are a measurable part of what a call costs.
 */
export function sealCall<Spans extends MainSpan>(
  call: OpenCall,
  spans: Spans,
  tools: SealTools,
  sinks: Sinks<Spans>,
  done: (audit: AuditResult) => void,
): void {
  const record = guarded('record', call, () => closeRecord(call, spans.main, tools));
  if (!record) return done('lost');
  return sinks.audit(record, (audit) => {
    afterwards(() => {
      guarded('span', call, () => sinks.span(record, spans));
      guarded('metrics', call, () => sinks.metrics(record, audit));
      guarded('log', call, () => sinks.log(record, audit));
    });
    done(audit);
  });
}

function guarded<T>(part: string, { id, requestId }: OpenCall, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    countPartFailure(part);
    const call = { call_id: id, request_id: requestId };
    logger().error({ ...call, part, error: messageOf(error) }, 'a part of the record failed');
    return undefined;
  }
}
