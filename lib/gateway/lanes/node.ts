import type { IncomingMessage, ServerResponse } from 'node:http';
import { whenOver } from '../../net/when-over';
import type { ClientAddress, Exchange, Reply, Room } from './exchange';
import { readBody } from './read-body';
import { giveUpOnStall } from './stall';

/**
 * The direct lane: Node's request and response as an Exchange. server.mjs has put the request id into the
 * request's headers already.
 */
export class NodeExchange implements Exchange {
  readonly requestId: string;
  readonly method: string;
  readonly slug: string;
  readonly clientAddress: string | null;
  readonly reply: Reply;

  private readonly headers: IncomingMessage['headers'];

  constructor(
    private readonly request: IncomingMessage,
    private readonly response: ServerResponse,
    clientAddress: ClientAddress,
  ) {
    this.headers = request.headers;
    this.requestId = String(this.headers['x-request-id']);
    this.method = request.method ?? 'GET';
    this.slug = slugOf(request.url ?? '');
    this.clientAddress = clientAddress(request.socket.remoteAddress ?? null, this.header('x-forwarded-for'));
    this.reply = new NodeReply(response, this.requestId);
  }

  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }

  comesTwice(name: string): boolean {
    const { rawHeaders } = this.request;
    let count = 0;
    for (let at = 0; at < rawHeaders.length; at += 2) {
      const raw = rawHeaders[at] ?? '';
      if (raw.length === name.length && raw.toLowerCase() === name) count += 1;
    }
    return count > 1;
  }

  headerNames(): string[] {
    return Object.keys(this.headers);
  }

  readBody(maxBytes: number, room?: Room): Promise<Buffer> {
    return readBody(this.request, maxBytes, room);
  }

  onGone(listener: () => void): void {
    const { request, response } = this;
    if (response.destroyed || request.socket.destroyed) listener();
    else whenOver(request, response, () => void (response.writableFinished || listener()));
  }
}

/** What follows /mcp/ up to the query, without a slash at its end; a slug needs no decoding, and what does is no slug. */
export function slugOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  return path.slice('/mcp/'.length, path.endsWith('/') ? -1 : undefined);
}

class NodeReply implements Reply {
  private status = 200;
  private headers: Record<string, string> = {};
  private extra: Record<string, string> | undefined;

  constructor(
    private readonly response: ServerResponse,
    private readonly requestId: string,
  ) {}

  head(status: number, headers: Record<string, string>): void {
    this.status = status;
    this.headers = headers;
  }

  always(headers: Record<string, string>): void {
    this.extra = headers;
  }

  headSent(): boolean {
    return this.response.headersSent;
  }

  flushHead(): void {
    this.sendHead();
    this.response.flushHeaders();
  }

  write(chunk: Uint8Array): boolean {
    this.sendHead();
    return this.response.write(chunk);
  }

  drained(listener: () => void): void {
    const readsAgain = giveUpOnStall(() => this.destroy());
    this.response.once('drain', () => {
      readsAgain();
      listener();
    });
  }

  end(chunk?: Uint8Array): void {
    if (this.response.destroyed) return;
    this.sendHead();
    this.response.end(chunk);
  }

  destroy(): void {
    this.response.destroy();
  }

  private sendHead(): void {
    if (this.response.headersSent) return;
    this.headers['X-Request-ID'] = this.requestId;
    this.headers['X-Content-Type-Options'] = 'nosniff';
    if (this.extra) Object.assign(this.headers, this.extra);
    this.response.writeHead(this.status, this.headers);
  }
}
