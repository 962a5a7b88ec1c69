import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { refuseAmbiguous } from '../authenticate';
import { NodeExchange } from './node';
import { STALL_MS } from './stall';

afterEach(() => vi.useRealTimers());

const CHUNK = Buffer.alloc(1024 * 1024);

/** An answer that is written until nobody takes any more of it, and the client that takes none. */
async function stalled() {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  socket.write('GET /mcp/a HTTP/1.1\r\nhost: x\r\nx-request-id: r\r\n\r\n');
  const [request, response] = await once(server, 'request');
  const exchange = new NodeExchange(request, response, (peer) => peer);
  const seen = { gone: 0, drained: 0 };
  exchange.onGone(() => (seen.gone += 1));
  exchange.reply.head(200, {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  while (exchange.reply.write(CHUNK));
  exchange.reply.drained(() => (seen.drained += 1));
  const end = () => {
    socket.destroy();
    server.close();
  };
  return { socket, seen, end };
}

it('gives an agent up that does not read any more', async () => {
  const { seen, end } = await stalled();
  vi.advanceTimersByTime(STALL_MS - 1);
  expect(seen).toEqual({ gone: 0, drained: 0 });
  vi.advanceTimersByTime(1);
  vi.useRealTimers();
  await expect.poll(() => seen).toEqual({ gone: 1, drained: 0 });
  end();
});

it('waits for one that reads again', async () => {
  const { socket, seen, end } = await stalled();
  vi.advanceTimersByTime(STALL_MS - 1);
  socket.resume();
  await once(socket, 'data');
  await vi.waitUntil(() => seen.drained === 1);
  vi.advanceTimersByTime(STALL_MS);
  vi.useRealTimers();
  expect(seen).toEqual({ gone: 0, drained: 1 });
  end();
});

it.each([
  ['authorization: Bearer a\r\nAuthorization: Bearer b', 'authorization'],
  ['Host: y', 'host'],
])('tells that a header came twice: %s', async (lines, name) => {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(`GET /mcp/a HTTP/1.1\r\nhost: x\r\nx-request-id: r\r\n${lines}\r\n\r\n`);
  const [request, response] = await once(server, 'request');
  const exchange = new NodeExchange(request, response, (peer) => peer);
  expect(exchange.comesTwice(name)).toBe(true);
  expect(exchange.comesTwice('x-request-id')).toBe(false);
  expect(() => refuseAmbiguous(exchange)).toThrow(`The header ${name} stands twice`);
  socket.destroy();
  server.close();
});
