import { SpanStatusCode } from '@opentelemetry/api';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { safeConstant } from '../mask/masker';
import type { CallRecord } from '../record/call';
import { shapesOf } from './span-shapes';

const RECORD = {
  id: '1',
  server: 'files',
  method: safeConstant('tools/call'),
  tool: safeConstant('read'),
  protocolVersion: safeConstant('2026-07-28'),
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

/** Everything that a span can show and that may differ between two calls. */
const VARIATIONS: Partial<CallRecord>[] = [
  { server: 'mail' },
  { method: safeConstant('prompts/get') },
  { method: null },
  { tool: safeConstant('write') },
  { tool: safeConstant('') },
  { protocolVersion: null },
  { httpMethod: 'GET' },
  { httpStatus: 503 },
  { upstreamStatus: 404 },
  { upstreamStatus: null },
  { upstreamUrl: 'http://a.example/other' },
  { upstreamAddress: 'b.example' },
  { upstreamPort: 443 },
  { outcome: 'cancelled' },
  { errorCategory: 'timeout' as CallRecord['errorCategory'] },
  { errorCode: -32603, errorCategory: 'jsonrpc_error' },
  { errorCode: -32602, errorCategory: 'jsonrpc_error', errorMessage: safeConstant('no such tool') },
];

describe('shapesOf', () => {
  beforeEach(() => vi.resetModules());

  it('gives calls that are alike the same shapes', () => {
    expect(shapesOf({ ...RECORD, id: '2' })).toBe(shapesOf(RECORD));
  });

  it.each(VARIATIONS)('does not take one call for another: %j', async (variation) => {
    const varied = { ...RECORD, ...variation };
    shapesOf(RECORD);
    const fresh = await import('./span-shapes');
    expect(shapesOf(varied)).toEqual(fresh.shapesOf(varied));
    expect(shapesOf(varied)).not.toEqual(shapesOf(RECORD));
    expect(shapesOf(RECORD)).toEqual(fresh.shapesOf(RECORD));
  });

  it('keeps no shape that holds what a failure said', () => {
    const failed = { ...RECORD, errorCategory: 'tool_error' as const, errorMessage: safeConstant('broken') };
    expect(shapesOf(failed)).not.toBe(shapesOf(failed));
    expect(shapesOf(failed).mcpServer.status).toEqual({ code: SpanStatusCode.ERROR, message: 'broken' });
  });

  it.each(['method', 'protocolVersion'] as const)(
    'does not take a missing %s for the text "null"',
    (field) => {
      const absent = { ...RECORD, [field]: null };
      expect(shapesOf({ ...RECORD, [field]: safeConstant('null') })).not.toEqual(shapesOf(absent));
      expect(shapesOf({ ...RECORD, [field]: safeConstant('') })).not.toBe(shapesOf(absent));
    },
  );

  it('takes a fault of the caller for no error of the server', () => {
    const refused = { ...RECORD, errorCategory: 'jsonrpc_error' as const, errorCode: -32602 };
    expect(shapesOf(refused).mcpServer.status.code).toBe(SpanStatusCode.UNSET);
    expect(shapesOf(refused).mcpClient.status.code).toBe(SpanStatusCode.ERROR);
  });
});
