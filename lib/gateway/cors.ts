import type { Exchange } from './lanes/exchange';

/** Answers' headers that a web page may read (https://fetch.spec.whatwg.org/#http-cors-protocol). */
const EXPOSED = 'Mcp-Session-Id, MCP-Protocol-Version, X-Request-ID, Retry-After, WWW-Authenticate';
/** Names of headers, separated by commas. */
const HEADER_NAMES = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+(?:\s*,\s*[A-Za-z0-9!#$%&'*+.^_`|~-]+)*$/;
const MAX_NAMES = 2_048;
const PREFLIGHT_SECONDS = '600';

/**
 * Lets the pages of allowed origins read the answers: they carry their key themselves, so cookies are never allowed.
 *
 * @returns whether the request was a browser's question in advance (preflight), which has no key and is answered now
 */
export function answerAcrossOrigins(exchange: Exchange, allowedOrigins: readonly string[]): boolean {
  const origin = exchange.header('origin');
  if (origin === undefined || !allowedOrigins.includes(origin)) return false;
  const { reply } = exchange;
  const headers = { 'access-control-allow-origin': origin, vary: 'Origin' };
  const isPreflight =
    exchange.method === 'OPTIONS' && exchange.header('access-control-request-method') !== undefined;
  if (!isPreflight) {
    reply.always({ ...headers, 'access-control-expose-headers': EXPOSED });
    return false;
  }
  const wanted = exchange.header('access-control-request-headers') ?? '';
  const names = wanted.length <= MAX_NAMES && HEADER_NAMES.test(wanted) ? wanted : '';
  reply.head(204, {
    ...headers,
    'access-control-allow-methods': 'POST, GET, DELETE',
    ...(names === '' ? {} : { 'access-control-allow-headers': names }),
    'access-control-max-age': PREFLIGHT_SECONDS,
  });
  reply.end();
  return true;
}
