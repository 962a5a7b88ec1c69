import type { Failure } from '../../record/failure';
import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, clientGone, type Room } from './exchange';
import { joined } from '../../joined';
import { together } from './together';

interface Waiting {
  resolve: (body: Buffer) => void;
  reject: (error: Failure) => void;
}

/**
 * The whole body of a request. It is taken straight from the HTTP parser, which hands each chunk to
 * request.push(), and null at the end: a stream would queue the chunks and tell of them in later ticks, at 4 %
 * of a call (docs/decisions/0005).
 *
 * Throws Failure: request_too_large past `maxBytes`, client_gone when the client breaks off, and what `room` says.
 */
export function readBody(request: IncomingMessage, maxBytes: number, room?: Room): Promise<Buffer> {
  return new Promise((resolve, reject) => new BodyReader(request, maxBytes, room).start({ resolve, reject }));
}

/**
 * What the request refers to while its body comes. The parser keeps a request until the next one comes on its
 * connection, so nothing of the body may be reachable from here when it has been handed on: neither the chunks nor
 * the promise, which holds its value. A test counts what stays.
 */
class BodyReader {
  private chunks: Buffer[] = [];
  private left: number;
  private waiting: Waiting | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly maxBytes: number,
    private room: Room | undefined,
  ) {
    // A body that declares itself too large is refused before it comes.
    this.left = Number(request.headers['content-length'] ?? 0) > maxBytes ? -1 : maxBytes;
  }

  start(waiting: Waiting): void {
    const { request } = this;
    this.waiting = waiting;
    request.push = (chunk: Buffer | null) => this.take(chunk);
    request.on('error', () => this.fail(clientGone()));
    request.on('close', () => void (request.complete || this.fail(clientGone())));
    // Whoever reads nothing has his request emptied by Node when the answer ends.
    const early = request.read() as Buffer | null;
    if (early) this.take(early);
    if (this.left < 0 || request.complete) this.take(null);
  }

  /** @returns true, as push() does for a stream that wants more */
  private take(chunk: Buffer | null): true {
    this.left -= chunk?.length ?? 0;
    if (this.left < 0) this.fail(bodyTooLarge(this.maxBytes));
    else if (chunk) this.keep(chunk);
    else together(() => this.done());
    return true;
  }

  private keep(chunk: Buffer): void {
    const full = this.room?.(chunk.length);
    if (full) this.fail(full);
    else this.chunks.push(chunk);
  }

  private done(): void {
    const { waiting, chunks } = this;
    this.end();
    waiting?.resolve(joined(chunks));
  }

  private fail(error: Failure): void {
    const { waiting } = this;
    this.end();
    waiting?.reject(error);
  }

  /** What is still on its way is thrown away unread, so that the answer can be read by the client. */
  private end(): void {
    this.waiting = undefined;
    this.chunks = [];
    this.room = undefined;
    this.request.push = () => true;
  }
}
