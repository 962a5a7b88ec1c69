import { createHash } from 'node:crypto';
import type { Masked, MaskCounts } from '../mask/masked';
import { safeConstant, shorten, unmaskable, type Masker } from '../mask/masker';
import { estimateTokens } from '../tokens';
import type { CallRecord, OpenCall } from './call';
import { countPartFailure } from './part-failures';
import type { MainSpan } from './sinks';

/** Payloads longer than this are not kept; their size is. */
export const MAX_KEPT_CHARACTERS = 64 * 1024;
const MAX_NAME = 256;
const MAX_MESSAGE = 2048;

/** The record as it stands now, masked. A masker that throws costs the payloads, never the record. */
export function closeRecord(
  call: OpenCall,
  main: MainSpan['main'],
  tools: { masker: Masker; instanceId: string },
): CallRecord {
  const now = performance.now();
  const counts: MaskCounts = {};
  const { message } = call;
  const text = (raw: string | null, max: number) =>
    raw === null
      ? null
      : shorten(
          guardedMask(() => tools.masker.text(raw, counts)),
          max,
        );
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
    sessionHash: call.sessionId === null ? null : sessionHash(call.sessionId),
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
    response: call.responseTruncated
      ? unmaskable(`truncated, ${call.responseBytes} bytes`)
      : payload(call.responsePayload),
    truncated: call.responseTruncated || (message?.payload?.length ?? 0) > MAX_KEPT_CHARACTERS,
    argumentTokens: tokensOf(message?.payload),
    resultTokens: tokensOf(call.responsePayload),
    maskCounts: counts,
  };
}

/** Of the text as it came: masking changes what people see, not what the model was sent. */
const tokensOf = (text: string | null | undefined) =>
  text === null || text === undefined ? null : estimateTokens(text);

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

const sessionHash = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 16);
