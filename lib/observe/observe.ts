import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { AuditWriter } from '../audit/append';
import { messageOf } from '../errors';
import type { Masked, MaskCounts } from '../mask/masked';
import { safeConstant, shorten, unmaskable, type Masker } from '../mask/masker';
import type { CallRecord, OpenCall } from './call';
import { logger } from './log';
import { metrics } from './registry';
import { auditSink, type AuditResult } from './sinks/audit';
import { logSink } from './sinks/log';
import { metricsSink } from './sinks/metrics';
import { spanSink } from './sinks/span';
import type { CallSpans } from './spans';

/** Payloads longer than this are not kept; their size is. */
export const MAX_KEPT_CHARACTERS = 64 * 1024;
const MAX_NAME = 256;
const MAX_MESSAGE = 2048;

export interface Arrival {
  requestId: string;
  httpMethod: string;
  clientAddress: string | null;
}

/** Opens the record, before anything else looks at the request. */
export function openCall(arrival: Arrival): OpenCall {
  const arrivedAt = Date.now();
  return {
    id: uuidv7({ msecs: arrivedAt }),
    arrivedAt,
    startedMs: performance.now(),
    ...arrival,
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
 * whether it is durable. A failing sink is counted and stops neither the others nor the answer. Never
 * rejects. The caller sees to it that each call is sealed once (lib/gateway/handle.ts).
 */
export async function sealCall(call: OpenCall, spans: CallSpans, tools: SealTools): Promise<AuditResult> {
  const record = closeRecord(call, spans, tools);
  const audit = await auditSink(record, tools.audit);
  guarded('span', () => spanSink(record, spans));
  guarded('metrics', () => metricsSink(record, audit));
  guarded('log', () => logSink(record, audit));
  return audit;
}

function guarded(sink: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    metrics().sinkFailures.inc({ sink });
    logger().error({ sink, error: messageOf(error) }, 'a sink failed');
  }
}

/** The record as it stands now, masked. A masker that throws costs the payloads, never the record. */
function closeRecord(call: OpenCall, spans: CallSpans, tools: SealTools): CallRecord {
  const now = performance.now();
  const counts: MaskCounts = {};
  const { message } = call;
  const text = (raw: string | null, max: number) =>
    raw === null ? null : shorten(guardedMask(() => tools.masker.text(raw, counts)), max);
  const payload = (raw: string | null) => {
    if (raw === null) return null;
    if (raw.length > MAX_KEPT_CHARACTERS) return unmaskable(`truncated, ${raw.length} characters`);
    return guardedMask(() => tools.masker.json(raw, counts));
  };
  return {
    id: call.id,
    arrivedAt: call.arrivedAt,
    instanceId: tools.instanceId,
    requestId: call.requestId,
    traceId: spans.main.traceId,
    spanId: spans.main.spanId,
    sourceType: call.sourceType,
    server: call.server,
    serverId: call.serverId,
    keyId: call.caller?.keyId ?? null,
    keyName: text(call.caller?.keyName ?? null, MAX_NAME),
    clientAddress: call.clientAddress,
    clientName: text(message?.clientName ?? null, MAX_NAME),
    clientVersion: text(message?.clientVersion ?? null, MAX_NAME),
    protocolVersion: text(call.protocolVersion, MAX_NAME),
    sessionHash: call.sessionId === null ? null : sessionHash(call.sessionId),
    httpMethod: call.httpMethod,
    httpStatus: call.httpStatus,
    upstreamStatus: call.upstreamStatus,
    upstreamAddress: call.upstream?.address ?? null,
    upstreamPort: call.upstream?.port ?? null,
    kind: message?.kind ?? 'none',
    method: text(message?.method ?? null, MAX_NAME),
    tool: text(message?.tool ?? null, MAX_NAME) ?? safeConstant(''),
    jsonrpcId: text(message?.idText ?? null, MAX_NAME),
    outcome: call.outcome,
    errorCategory: call.error?.category ?? null,
    errorCode: call.error?.code ?? null,
    errorMessage: text(call.error?.message ?? null, MAX_MESSAGE),
    latencyMs: now - call.startedMs,
    upstreamMs:
      call.upstreamStartedMs === null ? null : (call.upstreamEndedMs ?? now) - call.upstreamStartedMs,
    requestBytes: call.requestBytes,
    responseBytes: call.responseBytes,
    arguments: payload(message?.payload ?? null),
    response: call.responseTruncated
      ? unmaskable(`truncated, ${call.responseBytes} bytes`)
      : payload(call.responsePayload),
    truncated: call.responseTruncated || (message?.payload?.length ?? 0) > MAX_KEPT_CHARACTERS,
    maskCounts: counts,
  };
}

function guardedMask(mask: () => Masked): Masked {
  try {
    return mask();
  } catch {
    metrics().sinkFailures.inc({ sink: 'mask' });
    return unmaskable('the masker failed');
  }
}

const sessionHash = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 16);
