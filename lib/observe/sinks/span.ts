import { SpanKind, SpanStatusCode, type Attributes, type HrTime, type SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { CallRecord } from '../call';
import { spanProcessor } from '../exporters';
import type { CallSpans, SpanPlace } from '../spans';
import { processResource } from '../tracing';

/** JSON-RPC codes that are the caller's fault: the SERVER span is then no error (conventions, draft). */
const CALLERS_FAULT = new Set([-32700, -32600, -32601, -32602, -32002]);
const MAX_NAME = 128;
const SCOPE = { name: 'sightline' };

/** CallRecord → the call's spans, by the conventions for MCP and HTTP, to whatever destination there is. */
export function spanSink(record: CallRecord, spans: CallSpans): void {
  const processor = spanProcessor();
  if (!processor.hasDestination()) return;
  const name = record.tool === '' ? record.method : `${record.method} ${record.tool}`;
  const shared = sharedAttributes(record);
  const rpcFailure = failure(
    record,
    record.errorCode === null ? record.errorCategory : String(record.errorCode),
  );
  const emit = (place: SpanPlace | null, made: Made) => {
    if (place) processor.record(readable(place, made));
  };
  emit(spans.httpClient, {
    name: record.httpMethod,
    kind: SpanKind.CLIENT,
    time: upstreamTime(record),
    attributes: {
      'http.request.method': record.httpMethod,
      'url.full': record.upstreamUrl ?? '',
      'server.address': record.upstreamAddress ?? '',
      'server.port': record.upstreamPort ?? 0,
      ...(record.upstreamStatus === null ? {} : { 'http.response.status_code': record.upstreamStatus }),
      ...(record.upstreamStatus === null && record.errorCategory
        ? { 'error.type': record.errorCategory }
        : {}),
    },
    ...(record.upstreamStatus === null || record.upstreamStatus >= 400 ? { status: FAILED } : {}),
  });
  emit(spans.mcpClient, {
    name: name ?? `${record.httpMethod} upstream`,
    kind: SpanKind.CLIENT,
    time: upstreamTime(record),
    attributes: {
      ...shared,
      'network.transport': 'tcp',
      'server.address': record.upstreamAddress ?? '',
      'server.port': record.upstreamPort ?? 0,
      ...rpcFailure?.attributes,
    },
    ...(rpcFailure ? { status: rpcFailure.status } : {}),
  });
  const own = record.errorCode !== null && CALLERS_FAULT.has(record.errorCode) ? null : rpcFailure;
  emit(spans.mcpServer, {
    name: name ?? '',
    kind: SpanKind.SERVER,
    time: wholeTime(record),
    attributes: { ...shared, ...callerAttributes(record), ...own?.attributes },
    ...(own ? { status: own.status } : {}),
  });
  emit(spans.http, {
    name: `${record.httpMethod} /mcp/{server}`,
    kind: SpanKind.SERVER,
    time: wholeTime(record),
    attributes: {
      'http.request.method': record.httpMethod,
      'http.route': '/mcp/{server}',
      'http.response.status_code': record.httpStatus,
      // A call whose message was never read has no span but this one.
      ...(spans.mcpServer ? {} : { ...shared, ...callerAttributes(record) }),
      ...(record.httpStatus >= 500 ? { 'error.type': String(record.httpStatus) } : {}),
    },
    ...(record.httpStatus >= 500 ? { status: FAILED } : {}),
  });
}

const FAILED: SpanStatus = { code: SpanStatusCode.ERROR };
const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

function failure(
  record: CallRecord,
  type: string | null,
): { attributes: Attributes; status: SpanStatus } | null {
  if (record.errorCategory === null || type === null) return null;
  const message = record.errorMessage === null ? {} : { message: record.errorMessage };
  return { attributes: { 'error.type': type }, status: { ...FAILED, ...message } };
}

function sharedAttributes(record: CallRecord): Attributes {
  return {
    'mcp.server': record.server,
    'mcp.tool': record.tool,
    'mcp.status': record.outcome,
    ...(record.method === null ? {} : { 'mcp.method.name': record.method }),
    ...(record.method === 'tools/call' ? { 'gen_ai.operation.name': 'execute_tool' } : {}),
    ...(record.tool === '' ? {} : { 'gen_ai.tool.name': record.tool }),
    ...(record.jsonrpcId === null ? {} : { 'jsonrpc.request.id': record.jsonrpcId }),
    ...(record.protocolVersion === null ? {} : { 'mcp.protocol.version': record.protocolVersion }),
    ...(record.errorCode === null ? {} : { 'rpc.response.status_code': String(record.errorCode) }),
  };
}

/** Who called, and by which ids the row and the log line are found. */
const callerAttributes = (record: CallRecord): Attributes => ({
  'sightline.call.id': record.id,
  'sightline.request.id': record.requestId,
  ...(record.clientAddress === null ? {} : { 'client.address': record.clientAddress }),
});

/** Milliseconds since 1970 of a span's beginning, and how many it took. */
interface Time {
  startMs: number;
  durationMs: number;
}

const wholeTime = (record: CallRecord): Time => ({ startMs: record.arrivedAt, durationMs: record.latencyMs });

const upstreamTime = (record: CallRecord): Time => ({
  startMs: record.arrivedAt + (record.upstreamAfterMs ?? 0),
  durationMs: record.upstreamMs ?? 0,
});

interface Made {
  name: string;
  kind: SpanKind;
  time: Time;
  attributes: Attributes;
  status?: SpanStatus;
}

/** A finished span as the exporters take it. */
function readable(place: SpanPlace, { name, kind, time, attributes, status = UNSET }: Made): ReadableSpan {
  return {
    name: name.slice(0, MAX_NAME),
    kind,
    spanContext: () => place.context,
    ...(place.parent ? { parentSpanContext: place.parent } : {}),
    startTime: hrTime(time.startMs),
    endTime: hrTime(time.startMs + time.durationMs),
    duration: hrTime(time.durationMs),
    status,
    attributes,
    links: place.link ? [{ context: place.link }] : [],
    events: [],
    ended: true,
    resource: processResource(),
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

/** Milliseconds as [seconds, nanoseconds]. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1_000_000)];
}
