import { bodyTooLarge, clientGone, type Exchange, type Reply, type Room } from './exchange';
import { slugOf } from './node';
import { giveUpOnStall } from './stall';

/**
 * The route lane: a web Request as an Exchange. The promise of the Response resolves as soon as the
 * gateway sends its head; the body follows as a stream.
 *
 * @param clientAddress as far as the platform tells it
 */
export function webExchange(
  request: Request,
  requestId: string,
  clientAddress: string | null,
): { exchange: Exchange; response: Promise<Response> } {
  const gone = new Set<() => void>();
  let over = false;
  let hasLeft = false;
  const leave = () => {
    if (over) return;
    over = true;
    hasLeft = true;
    for (const listener of gone) listener();
    abandon();
  };
  request.signal.addEventListener('abort', leave);
  const { reply, response, abandon } = webReply(requestId, leave, () => (over = true));
  const exchange: Exchange = {
    requestId,
    method: request.method,
    slug: slugOf(new URL(request.url).pathname),
    clientAddress,
    header: (name) => request.headers.get(name) ?? undefined,
    // Headers joins what came twice, so that it is neither a host nor a key.
    comesTwice: () => false,
    headerNames: () => [...request.headers.keys()],
    readBody: (maxBytes, room) => readBody(request, maxBytes, room),
    onGone: (listener) => (hasLeft ? listener() : void gone.add(listener)),
    reply,
  };
  return { exchange, response };
}

async function readBody(request: Request, maxBytes: number, room?: Room): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw bodyTooLarge(maxBytes);
  if (!request.body) return Buffer.alloc(0);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw clientGone();
    });
    if (done) return Buffer.concat(chunks);
    length += value.length;
    const full = length > maxBytes ? bodyTooLarge(maxBytes) : room?.(value.length);
    if (full) {
      void reader.cancel().catch(() => undefined);
      throw full;
    }
    chunks.push(value);
  }
}

function webReply(requestId: string, onCancel: () => void, onEnd: () => void) {
  let status = 200;
  let headers: Record<string, string> = {};
  let extra: Record<string, string> = {};
  let sent = false;
  let waiting: (() => void) | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let resolve: (response: Response) => void = () => undefined;
  const response = new Promise<Response>((settle) => (resolve = settle));
  const sendHead = () => {
    if (sent) return;
    sent = true;
    const body = new ReadableStream<Uint8Array>(
      {
        start: (started) => void (controller = started),
        pull() {
          waiting?.();
          waiting = undefined;
        },
        cancel: onCancel,
      },
      { highWaterMark: 64 * 1024, size: (chunk) => chunk.byteLength },
    );
    resolve(
      new Response(BODILESS.has(status) ? null : body, {
        status,
        headers: { ...headers, ...extra, 'x-request-id': requestId, 'x-content-type-options': 'nosniff' },
      }),
    );
  };
  const reply: Reply = {
    head(newStatus, newHeaders) {
      status = newStatus;
      headers = newHeaders;
    },
    always: (newHeaders) => void (extra = newHeaders),
    headSent: () => sent,
    flushHead: sendHead,
    write(chunk) {
      sendHead();
      controller?.enqueue(chunk);
      return (controller?.desiredSize ?? 0) > 0;
    },
    drained(listener) {
      const readsAgain = giveUpOnStall(onCancel);
      waiting = () => {
        readsAgain();
        listener();
      };
    },
    end(chunk) {
      sendHead();
      onEnd();
      if (chunk && chunk.length > 0) controller?.enqueue(chunk);
      controller?.close();
    },
    destroy() {
      sendHead();
      onEnd();
      controller?.error(new Error('the upstream broke off'));
    },
  };
  /** Nobody waits for the answer any more; what waits for the promise must not wait for ever. */
  const abandon = () => resolve(new Response(null, { status: 499 }));
  return { reply, response, abandon };
}

/** Statuses that must not have a body (RFC 9110). */
const BODILESS = new Set([204, 205, 304]);
