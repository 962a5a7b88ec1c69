import type { IncomingMessage, ServerResponse } from 'node:http';
import { env } from '../env';
import { gateway } from '../gateway/published';
import { contentSecurityPolicy, POLICY_HEADER } from '../net/content-security-policy';
import { markClientAddress } from '../net/client-mark';
import { mayBeEncoded } from '../net/encoded-body';
import { markIfDirect } from '../net/direct-request';
import { normaliseTarget } from '../net/request-path';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { observeHttp } from './observe-http';

/** Serves one HTTP request: /mcp/** here, everything else by `next`. Gives it its X-Request-ID first. */
export function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const requestId = requestIdFrom(request.headers[REQUEST_ID_HEADER]?.toString());
  request.headers[REQUEST_ID_HEADER] = requestId;
  // First of all, so that everybody behind here sees the same path.
  const url = (request.url = normaliseTarget(request.url ?? '/'));
  if (url === '/mcp' || url.startsWith('/mcp/') || url.startsWith('/mcp?')) {
    gateway().serveNode(request, response);
  } else {
    response.setHeader('X-Request-ID', requestId);
    protectPage(request, response);
    if (url.startsWith('/api/v1/metrics')) mayBeEncoded(request, response);
    markIfDirect(request);
    markClientAddress(request);
    observeHttp(request, response, requestId, next);
  }
}

/** A policy of its own for each answer; the request carries it too, because Next reads the nonce there. */
function protectPage(request: IncomingMessage, response: ServerResponse): void {
  const policy = contentSecurityPolicy(env().NODE_ENV === 'development');
  request.headers[POLICY_HEADER] = policy;
  response.setHeader('Content-Security-Policy', policy);
}
