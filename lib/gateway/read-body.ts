import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, ClientGone } from './exchange';
import { joined } from './joined';
import { together } from './together';

/**
 * The whole body of a request. It is taken straight from the HTTP parser, which hands each chunk to
 * request.push(), and null at the end: a stream would queue the chunks and tell of them in later ticks, at 4 %
 * of a call (docs/decisions/0005).
 *
 * Throws BodyTooLarge past `maxBytes`, ClientGone when the client breaks off.
 */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    // A body that declares itself too large is refused before it comes.
    let left = Number(request.headers['content-length'] ?? 0) > maxBytes ? -1 : maxBytes;
    const take = (chunk: Buffer | null) => {
      left -= chunk?.length ?? 0;
      if (left < 0) {
        // What is still on its way is thrown away unread, so that the answer can be read by the client.
        request.push = () => true;
        chunks.length = 0;
        reject(new BodyTooLarge(maxBytes));
      } else if (chunk) {
        chunks.push(chunk);
      } else {
        // Taken out of the list, because the parser keeps a request until the next one comes.
        together(() => resolve(joined(chunks.splice(0))));
      }
      return true;
    };
    request.push = take;
    request.on('error', () => reject(new ClientGone()));
    request.on('close', () => void (request.complete || reject(new ClientGone())));
    // Whoever reads nothing has his request emptied by Node when the answer ends.
    const early = request.read() as Buffer | null;
    if (early) take(early);
    if (left < 0 || request.complete) take(null);
  });
}
