import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errors } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServerOf } from '../kinds';
import { createPools, type Lane, type Pools, type Sending } from './pools';

const TIMEOUT_MS = 400;
/** More than one server gets connections for calls. */
const MANY = 260;

let server: Server;
let pools: Pools;
let upstream: ServerOf<'http'>;
let open: ServerResponse[];

beforeEach(async () => {
  open = [];
  // "/stream" goes on until it is ended; everything else is answered.
  server = createServer((request, response) => {
    if (request.url !== '/stream') return void response.end('answer');
    open.push(response);
    return void response.write('beginning');
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = { origin: `http://127.0.0.1:${port}`, hostname: '127.0.0.1', port, path: '/', shown: '' };
  upstream = {
    id: 'a',
    slug: 'a',
    trusted: true,
    notServedBecause: null,
    target: { kind: 'http', address, headers: {} },
  };
  pools = createPools({ timeoutMs: TIMEOUT_MS, silenceMs: TIMEOUT_MS, allowPrivate: false });
});

afterEach(async () => {
  await pools.close();
  server.closeAllConnections();
  server.close();
});

/** Sends a GET; resolves with what came first: bytes or an error. */
function send(path: string, lane: Lane, to = upstream): Promise<string | Error> {
  return new Promise((resolve) => {
    let started = false;
    const sending: Sending = {
      hasStarted: () => started,
      onRequestStart: () => void (started = true),
      onResponseData: (_, chunk) => resolve(chunk.toString()),
      onResponseError: (_, error) => resolve(error),
    };
    pools.send(to, { path, method: 'GET' }, sending, lane);
  });
}

describe('pools', () => {
  it('let calls through while many streams stand open', async () => {
    const streams = await Promise.all(Array.from({ length: MANY }, () => send('/stream', 'streams')));
    expect(new Set(streams)).toEqual(new Set(['beginning']));
    expect(await send('/', 'calls')).toBe('answer');
    expect(open).toHaveLength(MANY);
  });

  it('let nobody wait for a connection longer than for an answer', async () => {
    const alive = setInterval(() => open.forEach((response) => response.write('.')), 50);
    const results = await Promise.all(Array.from({ length: MANY }, () => send('/stream', 'calls')));
    clearInterval(alive);
    const failed = results.filter((result) => result instanceof errors.ConnectTimeoutError);
    expect(failed).toHaveLength(MANY - 256);
    for (const response of open) response.end();
    await expect.poll(() => send('/', 'calls')).toBe('answer');
  });

  it('report a private address that nobody allowed as a failure', async () => {
    expect(await send('/', 'calls', { ...upstream, trusted: false })).toMatchObject({
      code: 'EPRIVATEADDRESS',
    });
  });
});
