import type { IncomingMessage, ServerResponse } from 'node:http';
import { gateway } from '../gateway/published';
import { markClientAddress } from '../net/client-address';
import { markIfDirect } from '../net/direct-request';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { observeHttp } from './observe-http';

/** Serves one HTTP request: /mcp/** here, everything else by `next`. Gives it its X-Request-ID first. */
export function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const requestId = requestIdFrom(request.headers[REQUEST_ID_HEADER]?.toString());
  request.headers[REQUEST_ID_HEADER] = requestId;
  const url = request.url ?? '/';
  if (url === '/mcp' || url.startsWith('/mcp/') || url.startsWith('/mcp?')) {
    gateway().serveNode(request, response);
  } else {
    response.setHeader('X-Request-ID', requestId);
    markIfDirect(request);
    markClientAddress(request);
    observeHttp(request, response, requestId, next);
  }
}
