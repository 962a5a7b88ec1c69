import { SpanStatusCode, type Attributes, type Span } from '@opentelemetry/api';
import type { CallRecord } from '../call';
import type { CallSpans } from '../spans';

/** JSON-RPC codes that are the caller's fault: the SERVER span is then no error (conventions, draft). */
const CALLERS_FAULT = new Set([-32700, -32600, -32601, -32602, -32002]);

/** CallRecord → attributes and end of the call's spans (lib/observe/spans.ts started them). */
export function spanSink(record: CallRecord, spans: CallSpans): void {
  const shared = sharedAttributes(record);
  if (spans.mcpClient) {
    spans.mcpClient.setAttributes({ ...shared, ...upstreamAttributes(record) });
    setError(spans.mcpClient, record, record.errorCode === null ? null : String(record.errorCode));
    spans.mcpClient.end();
  }
  const ownFault = record.errorCode === null || !CALLERS_FAULT.has(record.errorCode);
  if (spans.mcpServer) {
    spans.mcpServer.setAttributes({ ...shared, ...callerAttributes(record) });
    if (ownFault)
      setError(spans.mcpServer, record, record.errorCode === null ? null : String(record.errorCode));
    spans.mcpServer.end();
  }
  spans.http?.setAttributes({
    'http.request.method': record.httpMethod,
    'http.response.status_code': record.httpStatus,
    'http.request.body.size': record.requestBytes,
    'http.response.body.size': record.responseBytes,
    ...callerAttributes(record),
    ...(spans.mcpServer ? {} : shared),
  });
  if (spans.http && record.httpStatus >= 500) {
    spans.http.setAttribute('error.type', String(record.httpStatus));
    spans.http.setStatus({ code: SpanStatusCode.ERROR });
  }
  spans.http?.end();
}

function sharedAttributes(record: CallRecord): Attributes {
  return {
    'mcp.server': record.server,
    'mcp.tool': record.tool,
    'mcp.status': record.outcome,
    'mcp.server.name': record.server,
    'sightline.call.id': record.id,
    'sightline.request.id': record.requestId,
    ...(record.method === null ? {} : { 'mcp.method.name': record.method }),
    ...(record.method === 'tools/call' ? { 'gen_ai.operation.name': 'execute_tool' } : {}),
    ...(record.tool === '' ? {} : { 'gen_ai.tool.name': record.tool }),
    ...(record.jsonrpcId === null ? {} : { 'jsonrpc.request.id': record.jsonrpcId }),
    ...(record.protocolVersion === null ? {} : { 'mcp.protocol.version': record.protocolVersion }),
    ...(record.errorCode === null ? {} : { 'rpc.response.status_code': String(record.errorCode) }),
    'network.transport': 'tcp',
    'network.protocol.name': 'http',
  };
}

const callerAttributes = (record: CallRecord): Attributes =>
  record.clientAddress === null ? {} : { 'client.address': record.clientAddress };

const upstreamAttributes = (record: CallRecord): Attributes =>
  record.upstreamAddress === null || record.upstreamPort === null
    ? {}
    : { 'server.address': record.upstreamAddress, 'server.port': record.upstreamPort };

function setError(span: Span, record: CallRecord, rpcCode: string | null): void {
  if (record.errorCategory === null) return;
  span.setAttribute('error.type', rpcCode ?? record.errorCategory);
  span.setStatus({
    code: SpanStatusCode.ERROR,
    ...(record.errorMessage === null ? {} : { message: record.errorMessage }),
  });
}
