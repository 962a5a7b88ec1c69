import { createHash } from 'node:crypto';
import type { Masked, MaskCounts } from '../mask/masked';
import { safeConstant, shorten, unmaskable, type Masker } from '../mask/masker';
import { estimateTokens } from '../tokens';
import type { CallRecord, OpenCall } from './call';
import { countPartFailure } from './part-failures';
import { maskPayload, type Payload } from './payload';
import type { MainSpan } from './sinks';

const MAX_NAME = 256;
const MAX_MESSAGE = 2048;

/** The record as it stands now, masked. A masker that throws costs the payloads, never the record. */
export function closeRecord(
  call: OpenCall,
  main: MainSpan['main'],
  tools: { masker: Masker; instanceId: string },
): CallRecord {
  const now = call.endedMs ?? performance.now();
  const counts: MaskCounts = {};
  const { message } = call;
  const text = (raw: string | null, max: number) =>
    raw === null
      ? null
      : shorten(
          guardedMask(() => tools.masker.text(raw, counts)),
          max,
        );
  const payload = (raw: Payload | null) =>
    raw === null ? null : guardedMask(() => maskPayload(raw, tools.masker, counts));
  return {
    id: call.id,
    arrivedAt: call.arrivedAt,
    instanceId: tools.instanceId,
    requestId: call.requestId,
    traceId: main.traceId,
    spanId: main.spanId,
    sourceType: call.sourceType,
    server: call.server,
    serverId: call.serverId,
    keyId: call.caller?.keyId ?? null,
    keyName: text(call.caller?.keyName ?? null, MAX_NAME),
    clientAddress: call.clientAddress,
    clientName: text(message?.clientName ?? null, MAX_NAME),
    clientVersion: text(message?.clientVersion ?? null, MAX_NAME),
    protocolVersion: text(call.protocolVersion, MAX_NAME),
    sessionHash: call.sessionId === null ? null : shortHash(call.sessionId),
    httpMethod: call.httpMethod,
    httpStatus: call.httpStatus,
    upstreamStatus: call.upstreamStatus,
    transport: call.upstream?.transport ?? null,
    upstreamAddress: call.upstream?.hostname ?? null,
    upstreamPort: call.upstream?.port ?? null,
    upstreamUrl: call.upstream?.shown ?? null,
    kind: message?.kind ?? 'none',
    method: text(message?.method ?? null, MAX_NAME),
    tool: text(message?.tool ?? null, MAX_NAME) ?? safeConstant(''),
    jsonrpcId: text(message?.idText ?? null, MAX_NAME),
    outcome: call.outcome,
    errorCategory: call.error?.category ?? null,
    errorCode: call.error?.code ?? null,
    errorMessage: text(call.error?.message ?? null, MAX_MESSAGE),
    latencyMs: rounded(now - call.startedMs),
    upstreamAfterMs: call.upstreamStartedMs === null ? null : call.upstreamStartedMs - call.startedMs,
    upstreamMs:
      call.upstreamStartedMs === null
        ? null
        : rounded((call.upstreamEndedMs ?? now) - call.upstreamStartedMs),
    requestBytes: call.requestBytes,
    responseBytes: call.responseBytes,
    arguments: payload(message?.payload ?? null),
    response: payload(call.responsePayload),
    truncated: isCut(message?.payload) || isCut(call.responsePayload),
    resultType: text(call.resultType, MAX_NAME),
    stateBrought: stateHash(message?.stateBrought, call),
    stateGiven: stateHash(call.stateGiven, call),
    argumentTokens: tokensOf(message?.payload),
    resultTokens: tokensOf(call.responsePayload),
    maskCounts: counts,
  };
}

/**
 * Of the text as it came: masking changes what people see, not what the model was sent. What is between the ends of a
 * cut one counts as they do.
 */
function tokensOf(payload: Payload | null | undefined): number | null {
  if (payload === null || payload === undefined) return null;
  if (typeof payload === 'string') return estimateTokens(payload);
  const { head, tail, total } = payload;
  const seen = head.length + tail.length;
  if (seen === 0) return 0;
  return Math.round(((estimateTokens(head) + estimateTokens(tail)) * total) / seen);
}

function guardedMask(mask: () => Masked): Masked {
  try {
    return mask();
  } catch {
    countPartFailure('mask');
    return unmaskable('the masker failed');
  }
}

/** Microseconds are as fine as the clock is worth. */
const rounded = (milliseconds: number) => Math.round(milliseconds * 1000) / 1000;

const isCut = (payload: Payload | null | undefined) => typeof payload === 'object' && payload !== null;

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Over server and key as well: equal states of strangers say nothing. */
const stateHash = (state: string | null | undefined, call: OpenCall) =>
  typeof state === 'string' ? shortHash(`${call.serverId}\n${call.caller?.keyId}\n${state}`) : null;
