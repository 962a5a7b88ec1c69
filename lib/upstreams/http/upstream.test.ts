import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../record/failure';
import type { ServerOf, UpstreamKind } from '../kinds';
import type { UpstreamMessage } from '../port';
import { createHttpUpstream } from './upstream';

const TIMEOUT_MS = 5_000;
const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function upstream(): UpstreamKind<'http'> {
  const kind = createHttpUpstream(TIMEOUT_MS, TIMEOUT_MS, true);
  closing.push(() => kind.close());
  return kind;
}

const at = (port: number, protocol = 'http'): ServerOf<'http'> => ({
  id: 'a',
  slug: 'a',
  trusted: true,
  notServedBecause: null,
  target: {
    kind: 'http',
    address: { origin: `${protocol}://127.0.0.1:${port}`, hostname: '127.0.0.1', port, path: '/', shown: '' },
    headers: {},
  },
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function answering(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  closing.push(() => server.closeAllConnections());
  return at(await listening(server));
}

const GET: UpstreamMessage = {
  httpMethod: 'GET',
  headers: {},
  body: null,
  message: null,
  sessionId: null,
  keyId: 'k',
  openEnded: false,
};

/** Sends a request, and notes all that its answer hears. */
function send(kind: UpstreamKind<'http'>, to: ServerOf<'http'>) {
  const heard: string[] = [];
  const failures: Failure[] = [];
  const abort = kind.send(to, GET, {
    head: (status) => heard.push(String(status)),
    data: (chunk) => heard.push(chunk.toString()),
    end: () => heard.push('end'),
    fail(failure) {
      failures.push(failure);
      heard.push(failure.category);
    },
  });
  return { heard, failures, abort };
}

/** Undici does the rest of its work, in which it might say something twice. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('an answer over HTTP', () => {
  it('fails once when the credential is refused', async () => {
    const to = await answering((_, response) => void response.writeHead(401).end('no'));
    const { heard } = send(upstream(), to);
    await expect.poll(() => heard).toEqual(['upstream_refused_credential']);
    await quiet();
    expect(heard).toEqual(['upstream_refused_credential']);
  });

  it('hears nothing more when it is broken off', async () => {
    const to = await answering((_, response) => void response.write('some'));
    const { heard, abort } = send(upstream(), to);
    await expect.poll(() => heard).toEqual(['200', 'some']);
    abort();
    await quiet();
    expect(heard).toEqual(['200', 'some']);
  });

  it('that a stop of the gateway breaks off is not the upstream’s fault', async () => {
    const to = await answering((_, response) => void response.write('some'));
    const kind = upstream();
    const { heard } = send(kind, to);
    await expect.poll(() => heard).toEqual(['200', 'some']);
    await kind.close();
    await expect.poll(() => heard.at(-1)).toBe('shutting_down');
  });

  it('that breaks off in the middle is broken, whatever the error is called', async () => {
    const to = await answering((request, response) => {
      response.write('some', () => request.socket.resetAndDestroy());
    });
    const { heard } = send(upstream(), to);
    await expect.poll(() => heard.at(-1)).toBe('upstream_broken');
  });
});

describe('a server without a connection cannot be reached', () => {
  it('where nobody listens', async () => {
    const server = createTcpServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const { failures } = send(upstream(), at(port));
    await expect.poll(() => failures[0]?.message).toContain('cannot be reached (ECONNREFUSED)');
  });

  it('where TLS meets something else', async () => {
    const { target } = await answering((_, response) => void response.end());
    const { failures } = send(upstream(), at(target.address.port, 'https'));
    await expect.poll(() => failures[0]?.category).toBe('upstream_unreachable');
    expect(failures[0]?.message).toMatch(/cannot be reached \((EPROTO|ERR_SSL_\w+)\)/);
  });

  it('where it hangs up in the middle of the handshake', async () => {
    const port = await listening(
      createTcpServer((socket) => void socket.once('data', () => socket.destroy())),
    );
    const { failures } = send(upstream(), at(port, 'https'));
    await expect.poll(() => failures[0]?.category).toBe('upstream_unreachable');
  });
});
