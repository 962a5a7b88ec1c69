import { SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { safeConstant } from '../mask/masker';
import type { CallRecord } from '../record/call';
import { httpClientSpan, httpServerSpan, mcpClientSpan, mcpServerSpan } from './attributes';

const RECORD = {
  id: '1',
  requestId: 'r',
  clientAddress: '192.0.2.7',
  jsonrpcId: safeConstant('7'),
  server: 'files',
  method: safeConstant('tools/call'),
  tool: safeConstant('read'),
  protocolVersion: safeConstant('2026-07-28'),
  transport: 'tcp',
  httpMethod: 'POST',
  httpStatus: 200,
  upstreamStatus: 200,
  upstreamUrl: 'http://a.example/mcp',
  upstreamAddress: 'a.example',
  upstreamPort: 80,
  outcome: 'ok',
  errorCategory: null,
  errorCode: null,
  errorMessage: null,
} as unknown as CallRecord;

describe('the spans of a call', () => {
  it('carry the names of the conventions and our own', () => {
    expect(mcpServerSpan(RECORD)).toMatchObject({
      name: 'tools/call read',
      status: { code: SpanStatusCode.UNSET },
      attributes: {
        'mcp.server': 'files',
        'mcp.tool': 'read',
        'mcp.status': 'ok',
        'mcp.method.name': 'tools/call',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'read',
        'mcp.protocol.version': '2026-07-28',
        'jsonrpc.request.id': '7',
        'sightline.call.id': '1',
        'sightline.request.id': 'r',
        'client.address': '192.0.2.7',
      },
    });
    expect(mcpClientSpan(RECORD).attributes).toMatchObject({
      'jsonrpc.request.id': '7',
      'server.address': 'a.example',
      'server.port': 80,
      'network.transport': 'tcp',
    });
    expect(httpClientSpan(RECORD)).toMatchObject({
      name: 'POST',
      attributes: { 'url.full': 'http://a.example/mcp', 'http.response.status_code': 200 },
    });
  });

  it('say on the HTTP span what no other span says, and only then', () => {
    expect(httpServerSpan(RECORD, false).attributes).toEqual({
      'http.request.method': 'POST',
      'http.route': '/mcp/{server}',
      'http.response.status_code': 200,
    });
    const refused = { ...RECORD, method: null, jsonrpcId: null, httpStatus: 503 };
    expect(httpServerSpan(refused, true)).toMatchObject({
      name: 'POST /mcp/{server}',
      status: { code: SpanStatusCode.ERROR },
      attributes: { 'mcp.server': 'files', 'sightline.call.id': '1', 'error.type': '503' },
    });
  });

  it('say what a failure said, and keep it out of error.type', () => {
    const failed: CallRecord = {
      ...RECORD,
      errorCategory: 'tool_error',
      errorMessage: safeConstant('broken'),
    };
    for (const { status, attributes } of [mcpServerSpan(failed), mcpClientSpan(failed)]) {
      expect(status).toEqual({ code: SpanStatusCode.ERROR, message: 'broken' });
      expect(attributes['error.type']).toBe('tool_error');
    }
  });

  it('take a fault of the caller for no error of the server', () => {
    const refused: CallRecord = { ...RECORD, errorCategory: 'jsonrpc_error', errorCode: -32602 };
    expect(mcpServerSpan(refused).status.code).toBe(SpanStatusCode.UNSET);
    expect(mcpServerSpan(refused).attributes).not.toHaveProperty('error.type');
    expect(mcpServerSpan(refused).attributes['rpc.response.status_code']).toBe('-32602');
    expect(mcpClientSpan(refused).status.code).toBe(SpanStatusCode.ERROR);
    expect(mcpClientSpan(refused).attributes['error.type']).toBe('-32602');
  });
});
