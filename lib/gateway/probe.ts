import type { OpenCall } from '../record/call';
import { Failure } from '../record/failure';
import type { Exchange } from './lanes/exchange';

const METADATA = /(?:^|\/)\.well-known(?:\/|$)/;
/** What servers answer to what they do not have. */
const NEGATIVE = new Set([400, 404, 405, 406, 501]);

/**
 * Refuses what clients look for below a server's address before they use their key: OAuth metadata, which is not
 * offered. Throws Failure: client_probe.
 */
export function refuseMetadata({ slug }: Exchange): void {
  if (METADATA.test(slug)) {
    throw new Failure('client_probe', 'There is no OAuth metadata here: send an API key as a bearer token.');
  }
}

/**
 * Notes of a call that failed that it was a client finding out what the server is, as MCP has it: the modern
 * `server/discover`, which legacy servers do not know, and the stream that a client without a session asks for. The
 * outcome stays what it was.
 */
export function noteProbe(call: OpenCall): void {
  if (call.error === null) return;
  const { category } = call.error;
  const isNegative =
    call.upstreamStatus === null || NEGATIVE.has(call.upstreamStatus) || category === 'jsonrpc_error';
  const wasAnswered = category === 'jsonrpc_error' || category === 'upstream_http_error';
  if (!wasAnswered || !isNegative) return;
  const asksForStream = call.httpMethod === 'GET' && call.sessionId === null;
  if (asksForStream || call.message?.method === 'server/discover') call.error.category = 'client_probe';
}
