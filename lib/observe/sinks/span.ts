import { SpanKind, SpanStatusCode, type Attributes, type SpanStatus } from '@opentelemetry/api';
import type { CallRecord } from '../call';
import { spanProcessor, type SwappableSpanProcessor } from '../exporters';
import { FinishedSpan, spanTime, type SpanTime } from '../finished-span';
import type { CallSpans } from '../spans';

/** JSON-RPC codes that are the caller's fault: the SERVER span is then no error (conventions, draft). */
const CALLERS_FAULT = new Set([-32700, -32600, -32601, -32602, -32002]);
const FAILED: SpanStatus = { code: SpanStatusCode.ERROR };
const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

/** CallRecord → the call's spans, by the conventions for MCP and HTTP, to whatever destination there is. */
export function spanSink(record: CallRecord, spans: CallSpans): void {
  const processor = spanProcessor();
  if (!processor.hasDestination()) return;
  const name = record.tool === '' ? record.method : `${record.method} ${record.tool}`;
  upstreamSpans(record, spans, name, processor);
  agentSpans(record, spans, name, processor);
}

function agentSpans(
  record: CallRecord,
  spans: CallSpans,
  name: string | null,
  processor: SwappableSpanProcessor,
): void {
  const time = spanTime(record.arrivedAt, record.latencyMs);
  if (spans.mcpServer) {
    const attributes = mcpAttributes(record);
    addCaller(attributes, record);
    const isError = record.errorCode === null || !CALLERS_FAULT.has(record.errorCode);
    const status = isError ? addFailure(attributes, record) : UNSET;
    processor.record(
      new FinishedSpan(spans.mcpServer, name ?? '', SpanKind.SERVER, time, attributes, status),
    );
  }
  if (!spans.http) return;
  // A call whose message was never read has no span but this one.
  const attributes: Attributes = spans.mcpServer ? {} : mcpAttributes(record);
  if (!spans.mcpServer) addCaller(attributes, record);
  attributes['http.request.method'] = record.httpMethod;
  attributes['http.route'] = '/mcp/{server}';
  attributes['http.response.status_code'] = record.httpStatus;
  const failed = record.httpStatus >= 500;
  if (failed) attributes['error.type'] = String(record.httpStatus);
  const title = httpTitle(record.httpMethod);
  const status = failed ? FAILED : UNSET;
  processor.record(new FinishedSpan(spans.http, title, SpanKind.SERVER, time, attributes, status));
}

/** Node knows some thirty methods, and lets no other through. */
const titles = new Map<string, string>();

/**
 * Kept, because V8's optimised code joined the two into a text of two bytes a character, and so the text of
 * the whole export: 4 % of a call (measured; docs/decisions/0005).
 */
function httpTitle(method: string): string {
  let title = titles.get(method);
  if (title === undefined) titles.set(method, (title = `${method} /mcp/{server}`));
  return title;
}

function upstreamSpans(
  record: CallRecord,
  spans: CallSpans,
  name: string | null,
  processor: SwappableSpanProcessor,
): void {
  if (!spans.mcpClient || !spans.httpClient) return;
  const time = spanTime(record.arrivedAt + (record.upstreamAfterMs ?? 0), record.upstreamMs ?? 0);
  const attributes = mcpAttributes(record);
  addUpstream(attributes, record);
  const status = addFailure(attributes, record);
  const title = name ?? `${record.httpMethod} upstream`;
  processor.record(new FinishedSpan(spans.mcpClient, title, SpanKind.CLIENT, time, attributes, status));
  processor.record(httpClientSpan(record, spans.httpClient, time));
}

function httpClientSpan(
  record: CallRecord,
  place: NonNullable<CallSpans['httpClient']>,
  time: SpanTime,
): FinishedSpan {
  const attributes: Attributes = { 'http.request.method': record.httpMethod };
  addUpstream(attributes, record);
  if (record.upstreamUrl !== null) attributes['url.full'] = record.upstreamUrl;
  const { upstreamStatus } = record;
  if (upstreamStatus !== null) attributes['http.response.status_code'] = upstreamStatus;
  else if (record.errorCategory !== null) attributes['error.type'] = record.errorCategory;
  const failed = upstreamStatus === null || upstreamStatus >= 400;
  return new FinishedSpan(
    place,
    record.httpMethod,
    SpanKind.CLIENT,
    time,
    attributes,
    failed ? FAILED : UNSET,
  );
}

// Attributes are set one by one: spreading a dozen conditional objects per span cost more than all the rest.

function mcpAttributes(record: CallRecord): Attributes {
  const attributes: Attributes = {
    'mcp.server': record.server,
    'mcp.tool': record.tool,
    'mcp.status': record.outcome,
  };
  if (record.method !== null) attributes['mcp.method.name'] = record.method;
  if (record.method === 'tools/call') attributes['gen_ai.operation.name'] = 'execute_tool';
  if (record.tool !== '') attributes['gen_ai.tool.name'] = record.tool;
  if (record.jsonrpcId !== null) attributes['jsonrpc.request.id'] = record.jsonrpcId;
  if (record.protocolVersion !== null) attributes['mcp.protocol.version'] = record.protocolVersion;
  if (record.errorCode !== null) attributes['rpc.response.status_code'] = String(record.errorCode);
  return attributes;
}

/** Who called, and by which ids the row and the log line are found. */
function addCaller(attributes: Attributes, record: CallRecord): void {
  attributes['sightline.call.id'] = record.id;
  attributes['sightline.request.id'] = record.requestId;
  if (record.clientAddress !== null) attributes['client.address'] = record.clientAddress;
}

function addUpstream(attributes: Attributes, record: CallRecord): void {
  attributes['network.transport'] = 'tcp';
  if (record.upstreamAddress !== null) attributes['server.address'] = record.upstreamAddress;
  if (record.upstreamPort !== null) attributes['server.port'] = record.upstreamPort;
}

/** error.type is the JSON-RPC code where there is one, else the category; never a message. */
function addFailure(attributes: Attributes, record: CallRecord): SpanStatus {
  if (record.errorCategory === null) return UNSET;
  attributes['error.type'] = record.errorCode === null ? record.errorCategory : String(record.errorCode);
  return record.errorMessage === null ? FAILED : { ...FAILED, message: record.errorMessage };
}
