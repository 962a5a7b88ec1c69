import { SpanKind, SpanStatusCode, type Attributes, type SpanStatus } from '@opentelemetry/api';
import type { CallRecord } from '../record/call';
import type { SpanDescription } from './finished-span';

/** JSON-RPC codes that are the caller's fault: the SERVER span is then no error (conventions, draft). */
const CALLERS_FAULT = new Set([-32700, -32600, -32601, -32602, -32002]);
const FAILED: SpanStatus = { code: SpanStatusCode.ERROR };
const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

/**
 * The HTTP request of the agent, by the conventions for HTTP.
 *
 * @param isWholeCall the message was never read, so that this is the call's only span and says all there is
 */
export function httpServerSpan(record: CallRecord, isWholeCall: boolean): SpanDescription {
  const { httpMethod, httpStatus } = record;
  const failed = httpStatus >= 500;
  const attributes: Attributes = isWholeCall ? { ...mcpAttributes(record), ...callAttributes(record) } : {};
  attributes['http.request.method'] = httpMethod;
  attributes['http.route'] = '/mcp/{server}';
  attributes['http.response.status_code'] = httpStatus;
  if (failed) attributes['error.type'] = String(httpStatus);
  const name = `${httpMethod} /mcp/{server}`;
  return { name, kind: SpanKind.SERVER, status: failed ? FAILED : UNSET, attributes };
}

/** The call as the agent sees it, by the conventions for MCP. */
export function mcpServerSpan(record: CallRecord): SpanDescription {
  const isError = record.errorCode === null || !CALLERS_FAULT.has(record.errorCode);
  const attributes = { ...mcpAttributes(record), ...callAttributes(record) };
  const status = isError ? failureOf(record, attributes) : UNSET;
  return { name: targetOf(record) ?? '', kind: SpanKind.SERVER, status, attributes };
}

/** The call as the upstream sees it, by the conventions for MCP. */
export function mcpClientSpan(record: CallRecord): SpanDescription {
  const attributes = { ...mcpAttributes(record), ...upstreamAttributes(record), ...idAttribute(record) };
  const status = failureOf(record, attributes);
  const name = targetOf(record) ?? `${record.httpMethod} upstream`;
  return { name, kind: SpanKind.CLIENT, status, attributes };
}

/** The HTTP request to the upstream, by the conventions for HTTP. */
export function httpClientSpan(record: CallRecord): SpanDescription {
  const { httpMethod, upstreamStatus, upstreamUrl, errorCategory } = record;
  const attributes: Attributes = { 'http.request.method': httpMethod, ...upstreamAttributes(record) };
  if (upstreamUrl !== null) attributes['url.full'] = upstreamUrl;
  if (upstreamStatus !== null) attributes['http.response.status_code'] = upstreamStatus;
  else if (errorCategory !== null) attributes['error.type'] = errorCategory;
  const failed = upstreamStatus === null || upstreamStatus >= 400;
  return { name: httpMethod, kind: SpanKind.CLIENT, status: failed ? FAILED : UNSET, attributes };
}

/** `tools/call echo`, or the method alone when it is about no tool. */
const targetOf = ({ method, tool }: CallRecord): string | null =>
  method === null || tool === '' ? method : `${method} ${tool}`;

function mcpAttributes(record: CallRecord): Attributes {
  const attributes: Attributes = {
    'mcp.server': record.server,
    'mcp.tool': record.tool,
    'mcp.status': record.outcome,
  };
  if (record.method !== null) attributes['mcp.method.name'] = record.method;
  if (record.method === 'tools/call') attributes['gen_ai.operation.name'] = 'execute_tool';
  if (record.tool !== '') attributes['gen_ai.tool.name'] = record.tool;
  if (record.protocolVersion !== null) attributes['mcp.protocol.version'] = record.protocolVersion;
  if (record.errorCode !== null) attributes['rpc.response.status_code'] = String(record.errorCode);
  return attributes;
}

/** Who called, and by which ids the row and the log line are found. */
function callAttributes(record: CallRecord): Attributes {
  const attributes = idAttribute(record);
  attributes['sightline.call.id'] = record.id;
  attributes['sightline.request.id'] = record.requestId;
  if (record.resultType !== null) attributes['sightline.result.type'] = record.resultType;
  if (record.clientAddress !== null) attributes['client.address'] = record.clientAddress;
  return attributes;
}

function idAttribute({ jsonrpcId }: CallRecord): Attributes {
  return jsonrpcId === null ? {} : { 'jsonrpc.request.id': jsonrpcId };
}

function upstreamAttributes({ transport, upstreamAddress, upstreamPort }: CallRecord): Attributes {
  const attributes: Attributes = {};
  if (transport !== null) attributes['network.transport'] = transport;
  if (upstreamAddress !== null) attributes['server.address'] = upstreamAddress;
  if (upstreamPort !== null) attributes['server.port'] = upstreamPort;
  return attributes;
}

/** error.type is the JSON-RPC code where there is one, else the category; never a message. */
function failureOf(
  { errorCategory, errorCode, errorMessage }: CallRecord,
  attributes: Attributes,
): SpanStatus {
  if (errorCategory === null) return UNSET;
  attributes['error.type'] = errorCode === null ? errorCategory : String(errorCode);
  return errorMessage === null ? FAILED : { ...FAILED, message: errorMessage };
}
