import type { ServedServer } from '../directory/directory';
import type { OpenCall } from '../record/call';
import type { Exchange } from './lanes/exchange';
import type { Sessions } from './sessions';

/** Between whom headers travel. */
export interface Ends {
  exchange: Exchange;
  call: OpenCall;
  server: ServedServer;
  sessions: Sessions;
  keyId: string;
}

/** What of the agent's request goes on. Everything else stays here: its credential, cookies, baggage. */
const FORWARDED = new Set([
  'accept',
  'content-type',
  'last-event-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'user-agent',
]);
/** What of the upstream's answer goes on; cookies and challenges of the upstream stay here. */
const RETURNED = [
  'content-type',
  'content-length',
  'cache-control',
  'retry-after',
  'allow',
  'mcp-protocol-version',
];

/** Headers for the upstream: what may go on, its own session, our trace. Throws Failure unknown_session. */
export function requestHeaders(options: Ends, traceparent: string): Record<string, string> {
  const { exchange, server, call } = options;
  const headers: Record<string, string> = {};
  for (const name of exchange.headerNames()) {
    if (!FORWARDED.has(name) && !name.startsWith('mcp-param-')) continue;
    const value = exchange.header(name);
    if (value !== undefined) headers[name] = value;
  }
  const session = exchange.header('mcp-session-id');
  if (session !== undefined) {
    const opened = options.sessions.open(session, server.id, options.keyId);
    call.sessionId = opened.id;
    if (call.message) {
      call.message.clientName ??= opened.clientName;
      call.message.clientVersion ??= opened.clientVersion;
    }
    headers['mcp-session-id'] = opened.id;
  }
  headers.traceparent = traceparent;
  headers['x-request-id'] = exchange.requestId;
  return headers;
}

/** Headers for the agent: what may go on, and the session id sealed. */
export function responseHeaders(
  options: Ends,
  answer: Record<string, string | string[] | undefined>,
  contentType: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of RETURNED) {
    const value = first(answer[name]);
    if (value !== undefined) headers[name] = value;
  }
  const session = first(answer['mcp-session-id']);
  if (session !== undefined) {
    options.call.sessionId ??= session;
    headers['mcp-session-id'] = options.sessions.seal(
      {
        id: session,
        clientName: options.call.message?.clientName ?? null,
        clientVersion: options.call.message?.clientVersion ?? null,
      },
      options.server.id,
      options.keyId,
      options.exchange.header('mcp-session-id'),
    );
  }
  if (contentType.startsWith('text/event-stream')) {
    headers['x-accel-buffering'] = 'no';
    // An error may take the place of what is missing or must not go out, and is of another length.
    delete headers['content-length'];
  }
  return headers;
}

/** The first value of a header that may have come several times. */
export const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
