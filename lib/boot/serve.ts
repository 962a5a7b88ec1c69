import type { IncomingMessage, ServerResponse } from 'node:http';
import { env } from '../env';
import { gateway } from '../gateway/published';
import { contentSecurityPolicy, POLICY_HEADER } from '../net/content-security-policy';
import { clientAddressOf, trustedProxies } from '../net/client-address';
import { markClientAddress } from '../net/client-mark';
import { mayBeEncoded } from '../net/encoded-body';
import { markIfDirect } from '../net/direct-request';
import { isFromForeignPage } from '../net/foreign-page';
import { normaliseTarget } from '../net/request-path';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { once } from '../once';
import { observeHttp } from './observe-http';

const proxies = once('boot/proxies', () => trustedProxies(env().TRUSTED_PROXIES));

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
    const forwardedFor = request.headers['x-forwarded-for']?.toString();
    markClientAddress(
      request,
      clientAddressOf(request.socket.remoteAddress ?? null, forwardedFor, proxies()),
    );
    observeHttp(request, response, requestId, () => {
      if (isForeignForm(request, url)) refuseForeign(response);
      else next();
    });
  }
}

/** A policy of its own for each answer; the request carries it too, because Next reads the nonce there. */
function protectPage(request: IncomingMessage, response: ServerResponse): void {
  const policy = contentSecurityPolicy(env().NODE_ENV === 'development');
  request.headers[POLICY_HEADER] = policy;
  response.setHeader('Content-Security-Policy', policy);
}

/** Forms and server actions of pages; what stands under /api has guards of its own. */
function isForeignForm(request: IncomingMessage, url: string): boolean {
  if (request.method === 'GET' || request.method === 'HEAD' || url.startsWith('/api/')) return false;
  return isFromForeignPage(request.headers, env().NEXTAUTH_URL);
}

/** Next would answer with 500 and a stack in the log. */
function refuseForeign(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  response.end('This request came from a page of another site.\n');
}
