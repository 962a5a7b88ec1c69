import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { readBody } from './read-body';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const MAX_BYTES = 1_000;
const endings: (() => void)[] = [];
afterEach(() => {
  for (const end of endings.splice(0)) end();
});

/** A real server that answers each request with what readBody says, and a plain socket to it. */
async function talk(delayMs = 0): Promise<{ socket: Socket; results: unknown[]; received: () => string }> {
  const results: unknown[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      if (delayMs > 0) await sleep(delayMs);
      const result = await readBody(request, MAX_BYTES).catch((error: unknown) => error);
      results.push(Buffer.isBuffer(result) ? result.toString() : result);
      response.end(Buffer.isBuffer(result) ? result : 'refused');
    })();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
  endings.push(() => {
    socket.destroy();
    server.close();
    server.closeAllConnections();
  });
  return { socket, results, received: () => text };
}

const post = (body: string, declared = body.length) =>
  `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${declared}\r\n\r\n${body}`;
const chunked = (pieces: string[]) =>
  `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n${pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`;

const tooLarge = expect.objectContaining({ category: 'request_too_large' });
const gone = expect.objectContaining({ category: 'client_gone' });

describe('readBody', () => {
  it('reads a body that comes with its head, in pieces, in chunks, or not at all', async () => {
    const { socket, results } = await talk();
    socket.write(post('whole'));
    await expect.poll(() => results).toEqual(['whole']);
    socket.write(post('in ', 9));
    await sleep(20);
    socket.write('pieces');
    await expect.poll(() => results).toEqual(['whole', 'in pieces']);
    socket.write(chunked(['one ', 'and ', 'two']));
    socket.write(post(''));
    await expect.poll(() => results).toEqual(['whole', 'in pieces', 'one and two', '']);
  });

  it('reads requests that were sent without waiting for answers, each its own', async () => {
    const { socket, results, received } = await talk();
    socket.write(post('first') + post('second') + chunked(['third']));
    await expect.poll(() => results).toEqual(['first', 'second', 'third']);
    await expect.poll(() => received().match(/first|second|third/g)).toEqual(['first', 'second', 'third']);
  });

  it('reads what came before anybody asked', async () => {
    const { socket, results } = await talk(50);
    socket.write(post('early'));
    await expect.poll(() => results).toEqual(['early']);
    socket.write(post('half', 8));
    await sleep(100);
    socket.write('late');
    await expect.poll(() => results).toEqual(['early', 'halflate']);
  });

  it('refuses what declares itself too large before it has come, and what turns out to be', async () => {
    const { socket, results, received } = await talk();
    socket.write(post('', MAX_BYTES + 1));
    await expect.poll(() => results).toEqual([tooLarge]);
    await expect.poll(received).toContain('refused');
    // The connection is good for another request once the refused body is through.
    socket.write('x'.repeat(MAX_BYTES + 1));
    socket.write(chunked(['y'.repeat(600), 'y'.repeat(600), 'y'.repeat(600)]));
    await expect.poll(() => results).toEqual([tooLarge, tooLarge]);
    socket.write(post('small'));
    await expect.poll(() => results[2]).toBe('small');
  });

  it('leaves nothing of a body behind on a connection that idles', async () => {
    const bodies = 20;
    const bytes = 1_000_000;
    let read = 0;
    const server = createServer((request, response) => {
      void readBody(request, bytes).then((body) => response.end(String((read += body.length))));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    endings.push(() => server.closeAllConnections());
    const { port } = server.address() as AddressInfo;
    collect();
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < bodies; i += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.write(post('x'.repeat(bytes)));
      await once(socket, 'data');
    }
    expect(read).toBe(bodies * bytes);
    // V8 gives the memory of buffers back in the background.
    const kept = () => {
      collect();
      return process.memoryUsage().arrayBuffers - before;
    };
    await expect.poll(kept).toBeLessThan((bodies * bytes) / 4);
    server.close();
  });

  it('tells when the client breaks off', async () => {
    const { socket, results } = await talk();
    socket.write(post('half', 100));
    await sleep(20);
    socket.destroy();
    await expect.poll(() => results).toEqual([gone]);
  });
});
