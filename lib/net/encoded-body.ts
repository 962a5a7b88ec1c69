import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Next takes Content-Encoding away from what a route handler answers, so a handler that has compressed its answer says
 * so by another header, and the direct lane puts the right one in its place.
 */
const HEADER = 'x-sightline-encoding';
const POSSIBLE = 'possible';

/** The header by which a handler says how its body is encoded. */
export const encodedBy = (encoding: 'gzip'): Record<string, string> => ({ [HEADER]: encoding });

/** Whether a body may be encoded: only where mayBeEncoded() has seen the request. */
export const isEncodingPossible = (headers: Headers): boolean => headers.get(HEADER) === POSSIBLE;

/** Lets the handler of this request encode its body. */
export function mayBeEncoded(request: IncomingMessage, response: ServerResponse): void {
  request.headers[HEADER] = POSSIBLE;
  response.writeHead = new Proxy(response.writeHead, {
    apply(writeHead, _response, head: Parameters<ServerResponse['writeHead']>) {
      const encoding = response.getHeader(HEADER);
      if (encoding !== undefined) {
        response.removeHeader(HEADER);
        response.setHeader('Content-Encoding', encoding);
      }
      return Reflect.apply(writeHead, response, head);
    },
  });
}
