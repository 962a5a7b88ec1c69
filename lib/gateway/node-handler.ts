import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, ClientGone, type Exchange, type Reply } from './exchange';

/**
 * The direct lane: Node's request and response as an Exchange. server.mjs has put the request id into the
 * request's headers already.
 */
export function nodeExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  return {
    requestId: String(request.headers['x-request-id']),
    method: request.method ?? 'GET',
    slug: slugOf(request.url ?? ''),
    clientAddress: request.socket.remoteAddress ?? null,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    headerNames: () => Object.keys(request.headers),
    readBody: (maxBytes) => readBody(request, maxBytes),
    onGone(listener) {
      if (response.destroyed) return listener();
      response.once('close', () => {
        if (!response.writableFinished) listener();
      });
      return undefined;
    },
    reply: nodeReply(response, String(request.headers['x-request-id'])),
  };
}

/** What follows /mcp/ up to the query; a slug needs no decoding, and what does is no slug. */
export function slugOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.slice('/mcp/'.length);
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const tooLarge = () => {
      // What is still on its way is thrown away unread, so that the answer can be read by the client.
      request.removeAllListeners('data');
      request.resume();
      reject(new BodyTooLarge());
    };
    if (Number(request.headers['content-length'] ?? 0) > maxBytes) return tooLarge();
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) tooLarge();
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () => reject(new ClientGone()));
    request.once('close', () => {
      if (!request.complete) reject(new ClientGone());
    });
    return undefined;
  });
}

function nodeReply(response: ServerResponse, requestId: string): Reply {
  let status = 200;
  let headers: Record<string, string> = {};
  const sendHead = () => {
    if (!response.headersSent) response.writeHead(status, { ...headers, 'X-Request-ID': requestId });
  };
  return {
    head(newStatus, newHeaders) {
      status = newStatus;
      headers = newHeaders;
    },
    headSent: () => response.headersSent,
    flushHead() {
      sendHead();
      response.flushHeaders();
    },
    write(chunk) {
      sendHead();
      return response.write(chunk);
    },
    drained: (listener) => void response.once('drain', listener),
    end(chunk) {
      if (response.destroyed) return;
      sendHead();
      response.end(chunk);
    },
    destroy: () => void response.destroy(),
  };
}
