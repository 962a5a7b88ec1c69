/** What the paths of the product answer to strangers, proxies and clients that probe. */
import { connect } from 'node:net';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { eventually, openDatabase, rowsOf } from './support/calls';

let product: Product;
let database: pg.Client;

beforeAll(async () => {
  product = await startProduct({ env: { METRICS_TOKEN: '', TRUSTED_PROXIES: '127.0.0.2' } });
  database = await openDatabase(product);
});

afterAll(async () => {
  await database?.end();
  await product?.stop();
  product?.cleanUp();
});

/** Writes a request as it is, without a client that tidies it up. */
function raw(target: string, headers: string[] = [], localAddress = '127.0.0.1'): Promise<string> {
  const { port } = new URL(product.url);
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    const given = [`Host: 127.0.0.1:${port}`, 'Connection: close', ...headers];
    socket.write(`POST ${target} HTTP/1.1\r\n${given.join('\r\n')}\r\nContent-Length: 2\r\n\r\n{}`);
  });
}

const addressOf = async (requestId: string) =>
  (
    await eventually(async () => {
      const [row] = await rowsOf(database, requestId);
      return row;
    }, `a row for ${requestId}`)
  ).client_address;

describe('a path that is written in another way', () => {
  it.each(['/./mcp/x', '/a/../mcp/x', '/%2e/mcp/x', '//mcp/x'])(
    '%s takes the direct lane',
    async (target) => {
      const id = `spelling-${target.replaceAll(/\W/g, '')}-${target.length}`;
      const answer = await raw(target, [`X-Request-ID: ${id}`, 'X-Forwarded-For: 6.6.6.6']);
      expect(answer).toContain('HTTP/1.1 401');
      expect(await addressOf(id)).toBe('127.0.0.1');
    },
  );
});

describe('X-Forwarded-For', () => {
  it('is believed from a trusted proxy only', async () => {
    await raw('/mcp/x', ['X-Request-ID: from-proxy', 'X-Forwarded-For: 6.6.6.6, 198.51.100.7'], '127.0.0.2');
    expect(await addressOf('from-proxy')).toBe('198.51.100.7');
  });
});

describe('what is not offered', () => {
  it.each([
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp/x',
    '/.well-known/openid-configuration',
    '/register',
    '/mcp/x/y/z',
    '/mcp/x/.well-known/openid-configuration',
  ])('%s is answered in JSON', async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(product.url + path, {
        method,
        headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
        ...(method === 'POST' ? { body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' } : {}),
      });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/json');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await answer.json()).toHaveProperty('error');
    }
  });
});

describe('what clients look for below a server', () => {
  it('leaves a line and no row, and counts as no failure', async () => {
    const headers = { 'x-request-id': 'well-known-probe' };
    await fetch(`${product.url}/mcp/x/.well-known/oauth-protected-resource`, { headers });
    const line = await eventually(
      () => product.logLines().find((one) => one.request_id === 'well-known-probe'),
      'a log line of the probe',
    );
    expect(line).toMatchObject({ status: 'denied', error_category: 'client_probe', audit: 'not_audited' });
    expect(await rowsOf(database, 'well-known-probe')).toEqual([]);
    const scraped = await (await fetch(`${product.url}/api/v1/metrics`)).text();
    expect(scraped).not.toContain('errors_total{category="client_probe"}');
  });
});

describe('the use of a key over REST', () => {
  it('is remembered', async () => {
    const { hashKey } = await import('../lib/crypto/hash-key');
    const hash = hashKey('slk_read-key-0123456789');
    await database.query(
      `INSERT INTO api_keys (name, prefix, hash, scopes) VALUES ('reader', 'slk_read', decode($1, 'hex'), '{read}')`,
      [hash],
    );
    await eventually(async () => {
      const answer = await fetch(`${product.url}/api/v1/servers`, {
        headers: { authorization: 'Bearer slk_read-key-0123456789' },
      });
      return answer.status === 200 ? true : undefined;
    }, 'the key is known');
    await eventually(async () => {
      const { rows } = await database.query<{ used: boolean }>(
        `SELECT last_used_at IS NOT NULL AS used FROM api_keys WHERE name = 'reader'`,
      );
      return rows[0]?.used ? true : undefined;
    }, 'its use is written');
  });
});

describe('the metrics endpoint without a token', () => {
  const metrics = (headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      const { port } = new URL(product.url);
      const socket = connect({ port: Number(port), host: '127.0.0.1' });
      let answer = '';
      socket.on('data', (chunk) => (answer += chunk));
      socket.on('end', () => resolve(answer.slice(0, 12)));
      socket.on('error', reject);
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`GET /api/v1/metrics HTTP/1.1\r\nConnection: close\r\n${lines.join('')}\r\n`);
    });

  it('is open to this machine', async () => {
    expect(await metrics({ Host: 'localhost:9090' })).toBe('HTTP/1.1 200');
  });

  it.each([
    { Host: 'evil.example' },
    { Host: '127.0.0.1.evil.example' },
    { Host: '127.0.0.1', 'CF-Connecting-IP': '1.1.1.1' },
    { Host: '127.0.0.1', 'X-Forwarded-Server': 'proxy' },
    { Host: '127.0.0.1', Via: '1.1 proxy' },
  ])('is closed to %o', async (headers) => expect(await metrics(headers)).toBe('HTTP/1.1 401'));
});
