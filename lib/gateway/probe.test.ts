import { describe, expect, it } from 'vitest';
import type { CallError, Message } from '../record/call';
import { openCall } from '../record/seal';
import { noteProbe } from './probe';

function ended(
  httpMethod: string,
  method: string | null,
  error: Partial<CallError> | null,
  { upstreamStatus = 200, sessionId = null as string | null } = {},
) {
  const call = openCall({ requestId: 'r', httpMethod, clientAddress: null });
  if (method !== null) call.message = { kind: 'request', method } as Message;
  Object.assign(call, { upstreamStatus, sessionId, outcome: error ? 'protocol_error' : 'ok' });
  call.error = error && { category: 'jsonrpc_error', code: null, message: '', ...error };
  noteProbe(call);
  return call.error?.category ?? null;
}

const http = { category: 'upstream_http_error' } as const;

describe('a probe', () => {
  it('is server/discover at a server that does not know it', () => {
    expect(ended('POST', 'server/discover', { code: -32601 })).toBe('client_probe');
    expect(ended('POST', 'server/discover', http, { upstreamStatus: 400 })).toBe('client_probe');
  });

  it('is the stream that a client without a session asks for', () => {
    expect(ended('GET', null, http, { upstreamStatus: 400 })).toBe('client_probe');
    expect(ended('GET', null, http, { upstreamStatus: 404 })).toBe('client_probe');
  });

  it('is not a failure of the server, of the gateway or of a call', () => {
    expect(ended('POST', 'server/discover', http, { upstreamStatus: 503 })).toBe('upstream_http_error');
    expect(ended('POST', 'server/discover', { category: 'upstream_timeout' })).toBe('upstream_timeout');
    expect(ended('GET', null, http, { upstreamStatus: 404, sessionId: 's' })).toBe('upstream_http_error');
    expect(ended('POST', 'tools/call', { code: -32601 })).toBe('jsonrpc_error');
    expect(ended('POST', 'server/discover', null)).toBeNull();
  });
});
