import { SpanKind, SpanStatusCode, type Attributes, type SpanStatus } from '@opentelemetry/api';
import type { CallRecord } from '../record/call';
import { spanShape, type SpanShape } from './finished-span';

/** What the four spans of a call are, without what is of this call alone: its ids and its times. */
export interface CallShapes {
  http: SpanShape;
  mcpServer: SpanShape;
  mcpClient: SpanShape;
  httpClient: SpanShape;
}

/** JSON-RPC codes that are the caller's fault: the SERVER span is then no error (conventions, draft). */
const CALLERS_FAULT = new Set([-32700, -32600, -32601, -32602, -32002]);
const FAILED: SpanStatus = { code: SpanStatusCode.ERROR };
const UNSET: SpanStatus = { code: SpanStatusCode.UNSET };

const MAX_KEPT = 1_000;
const kept = new Map<string, CallShapes>();

/**
 * The shapes of a call's spans, by the conventions for MCP and HTTP. Calls that are alike share theirs, so that
 * an exporter writes them once: building and writing them anew was half the price of a call's spans.
 */
export function shapesOf(record: CallRecord): CallShapes {
  // What a failure says is different every time.
  if (record.errorMessage !== null) return makeShapes(record);
  const { server, tool, method, outcome, errorCategory, errorCode, protocolVersion, httpMethod } = record;
  // No text of a record holds a NUL. What is absent differs from any text, the text "null" included.
  const said = `${method === null ? '' : `=${method}`}\0${protocolVersion === null ? '' : `=${protocolVersion}`}`;
  const call = `${server}\0${tool}\0${said}\0${outcome}\0${errorCategory}\0${errorCode}`;
  const { upstreamUrl, upstreamAddress, upstreamPort, upstreamStatus, httpStatus } = record;
  const key = `${call}\0${httpMethod}\0${httpStatus}\0${upstreamUrl}\0${upstreamAddress}\0${upstreamPort}\0${upstreamStatus}`;
  let shapes = kept.get(key);
  if (!shapes) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, (shapes = makeShapes(record)));
  }
  return shapes;
}

function makeShapes(record: CallRecord): CallShapes {
  const { httpMethod, method, tool } = record;
  const name = method === null || tool === '' ? method : `${method} ${tool}`;
  return {
    http: httpShape(record),
    mcpServer: mcpServerShape(record, name ?? ''),
    mcpClient: mcpClientShape(record, name ?? `${httpMethod} upstream`),
    httpClient: httpClientShape(record),
  };
}

function httpShape(record: CallRecord): SpanShape {
  const { httpMethod, httpStatus } = record;
  const failed = httpStatus >= 500;
  return spanShape(`${httpMethod} /mcp/{server}`, SpanKind.SERVER, failed ? FAILED : UNSET, {
    // A call whose message was never read has no span but this one.
    ...(record.method === null ? mcpAttributes(record) : {}),
    'http.request.method': httpMethod,
    'http.route': '/mcp/{server}',
    'http.response.status_code': httpStatus,
    ...(failed ? { 'error.type': String(httpStatus) } : {}),
  });
}

function mcpServerShape(record: CallRecord, name: string): SpanShape {
  const isError = record.errorCode === null || !CALLERS_FAULT.has(record.errorCode);
  const failure = isError ? failureOf(record) : { status: UNSET };
  return spanShape(name, SpanKind.SERVER, failure.status, {
    ...mcpAttributes(record),
    ...failure.attributes,
  });
}

function mcpClientShape(record: CallRecord, name: string): SpanShape {
  const { status, attributes } = failureOf(record);
  return spanShape(name, SpanKind.CLIENT, status, {
    ...mcpAttributes(record),
    ...upstreamAttributes(record),
    ...attributes,
  });
}

function httpClientShape(record: CallRecord): SpanShape {
  const { upstreamStatus, upstreamUrl, errorCategory } = record;
  const attributes: Attributes = {
    'http.request.method': record.httpMethod,
    ...upstreamAttributes(record),
  };
  if (upstreamUrl !== null) attributes['url.full'] = upstreamUrl;
  if (upstreamStatus !== null) attributes['http.response.status_code'] = upstreamStatus;
  else if (errorCategory !== null) attributes['error.type'] = errorCategory;
  const failed = upstreamStatus === null || upstreamStatus >= 400;
  return spanShape(record.httpMethod, SpanKind.CLIENT, failed ? FAILED : UNSET, attributes);
}

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

function upstreamAttributes({ transport, upstreamAddress, upstreamPort }: CallRecord): Attributes {
  const attributes: Attributes = {};
  if (transport !== null) attributes['network.transport'] = transport;
  if (upstreamAddress !== null) attributes['server.address'] = upstreamAddress;
  if (upstreamPort !== null) attributes['server.port'] = upstreamPort;
  return attributes;
}

/** error.type is the JSON-RPC code where there is one, else the category; never a message. */
function failureOf(record: CallRecord): { status: SpanStatus; attributes?: Attributes } {
  const { errorCategory, errorCode, errorMessage } = record;
  if (errorCategory === null) return { status: UNSET };
  return {
    status: errorMessage === null ? FAILED : { ...FAILED, message: errorMessage },
    attributes: { 'error.type': errorCode === null ? errorCategory : String(errorCode) },
  };
}
