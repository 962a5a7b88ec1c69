import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import { databaseUrl, eventually, openDatabase, post, scrape, toolCall, total } from './support/calls';

const PAGE = 'https://chat.example.com';

let product: Product;
let upstream: Upstream;
let lister: Server;
let database: pg.Client;
let admin: string;
/** what the listing server says that its tools are */
let listed: string[] = [];

/** An upstream that takes every tool, and lists some. */
async function startLister(): Promise<string> {
  lister = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      const result = method === 'tools/list' ? { tools: listed.map((name) => ({ name })) } : { content: [] };
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
  });
  await new Promise<void>((resolve) => lister.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(lister.address() as AddressInfo).port}/mcp`;
}

async function rest(method: string, place: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(`${product.url}/api/v1/${place}`, {
    method,
    headers: { cookie: admin, origin: product.url, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${place}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function setSecurity(value: Record<string, unknown>): Promise<void> {
  const { version } = await rest('GET', 'settings/security');
  await rest('PATCH', 'settings/security', { version, value });
}

async function newKey(name: string): Promise<string> {
  const made = await rest('POST', 'keys', { name, scopes: ['mcp'], all_servers: true });
  return String(made['key']);
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');

beforeAll(async () => {
  upstream = await startUpstream();
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-limits-')), 'mcp.json');
  writeFileSync(
    file,
    JSON.stringify({ mcpServers: { test: { url: upstream.url }, lister: { url: await startLister() } } }),
  );
  product = await startProduct({ env: { MCP_CONFIG: file, TRUSTED_PROXIES: '127.0.0.1' } });
  database = await openDatabase(product);
  admin = await signIn(product.url, ADMIN);
});

afterAll(async () => {
  await database?.end();
  await product?.stop();
  product?.cleanUp();
  await upstream?.stop();
  lister?.closeAllConnections();
  lister?.close();
});

/** Opens calls whose streams never end. @returns what ends them, and the statuses of those that were answered */
async function endless(key: string, count: number) {
  const left = new AbortController();
  const answers = await Promise.all(
    Array.from({ length: count }, () =>
      fetch(`${product.url}/mcp/test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: toolCall('hang_sse').body,
        signal: left.signal,
      }),
    ),
  );
  return { end: () => left.abort(), answers };
}

describe('one key', () => {
  it('cannot take a server from the others with streams that never end', async () => {
    await setSecurity({ key_concurrent_calls: 100, server_concurrent_calls: 110 });
    const greedy = await newKey('greedy');
    const { answers, end } = await endless(greedy, 128);
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(80);
    expect(refused.length).toBeGreaterThanOrEqual(28);
    const [first] = refused;
    expect(first?.headers.get('retry-after')).toBe('1');
    expect(await first?.json()).toMatchObject({
      error: { code: 42900, message: expect.stringContaining('This API key has') },
    });
    const other = await post(product, toolCall('echo').body, { headers: { 'x-request-id': 'a-neighbour' } });
    expect(other.status).toBe(200);
    const rows = await database.query(
      `SELECT DISTINCT outcome, http_status, key_name, tool FROM tool_call_logs WHERE error_category = 'too_many_calls'`,
    );
    expect(rows.rows).toEqual([
      { outcome: 'denied', http_status: 429, key_name: 'greedy', tool: 'hang_sse' },
    ]);
    end();
    await eventually(
      async () =>
        (await post(product, toolCall('echo').body, { key: greedy })).status === 200 ? true : undefined,
      'a free place after the streams ended',
    );
    await setSecurity({ key_concurrent_calls: 256, server_concurrent_calls: 256 });
  });

  it('may make so many calls a minute as the settings say', async () => {
    const key = await newKey('rated');
    await setSecurity({ key_calls_per_minute: 3 });
    const answers = [];
    for (let i = 0; i < 8; i += 1) answers.push(await post(product, toolCall('echo').body, { key }));
    // A minute may begin in between.
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    await setSecurity({ key_calls_per_minute: null });
  });

  it('cannot hold more bytes than its share, and gives them back', async () => {
    await setSecurity({ request_bytes_in_flight: 1024 * 1024 });
    // The share is never less than one body of the largest size: 4 MiB.
    const big = toolCall('hang_sse', { text: 'x'.repeat(2_000_000) }).body;
    const key = await newKey('large');
    const left = new AbortController();
    const send = () =>
      fetch(`${product.url}/mcp/test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: big,
        signal: left.signal,
      });
    // Kept, because an answer that nobody holds is broken off by the collection of garbage.
    const answers = [await send(), await send(), await send()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers[2]?.headers.get('retry-after')).toBe('1');
    left.abort();
    const small = toolCall('echo', { text: 'x'.repeat(2_000_000) }).body;
    await eventually(
      async () => ((await post(product, small, { key })).status === 200 ? true : undefined),
      'room after the calls ended',
    );
    await setSecurity({ request_bytes_in_flight: 64 * 1024 * 1024 });
  });

  it('cannot hold up others with a message of very many members', async () => {
    const members = Array.from({ length: 250_000 }, (_, i) => `"k${i}":1`).join();
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{${members}}}}`;
    const answer = await post(product, body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('more than 50,000 members');
  });
});

describe('strangers', () => {
  it('do not fill the disk: what is beyond the rate is counted and stands in one row; a good key is served', async () => {
    const before = await scrape(product);
    const rowsBefore = Number((await database.query('SELECT count(*) AS n FROM tool_call_logs')).rows[0].n);
    const statuses: number[] = [];
    for (let round = 0; round < 30; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          post(product, toolCall('echo').body, { key: 'a-wrong-key-0123456789' }),
        ),
      );
      statuses.push(...answers.map(({ status }) => status));
    }
    const beyond = statuses.filter((status) => status === 429).length;
    // At most two minutes are touched.
    expect(beyond).toBeGreaterThanOrEqual(600 - 120);
    expect(statuses.filter((status) => status === 401).length).toBe(600 - beyond);
    expect((await post(product, toolCall('echo').body)).status).toBe(200);
    const after = await scrape(product);
    expect(total(after, 'refusals_aggregated_total') - total(before, 'refusals_aggregated_total')).toBe(
      beyond,
    );
    const rows =
      Number((await database.query('SELECT count(*) AS n FROM tool_call_logs')).rows[0].n) - rowsBefore;
    expect(total(after, 'tool_calls_total') - total(before, 'tool_calls_total')).toBe(rows);
    expect(rows).toBeLessThan(130);
  });
});

describe('browsers', () => {
  const preflight = (origin: string) =>
    fetch(`${product.url}/mcp/test`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('of allowed pages are answered, those of others refused', async () => {
    expect((await preflight(PAGE)).headers.get('access-control-allow-origin')).toBeNull();
    await setSecurity({ allowed_origins: [PAGE] });
    const asked = await preflight(PAGE);
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(asked.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    const initialize = '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}';
    const good = await post(product, initialize, { headers: { origin: PAGE } });
    expect(good.status).toBe(200);
    expect(good.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(good.headers.get('access-control-expose-headers')).toContain('Mcp-Session-Id');
    // A refusal can be read by the page, too.
    const keyless = await post(product, initialize, { key: null, headers: { origin: PAGE } });
    expect([401, 429]).toContain(keyless.status);
    expect(keyless.headers.get('access-control-allow-origin')).toBe(PAGE);
    const evil = await post(product, initialize, { headers: { origin: 'https://evil.example' } });
    expect([403, 429]).toContain(evil.status);
    expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    expect((await preflight('https://evil.example')).status).not.toBe(204);
  });
});

describe('tool labels', () => {
  it('are what the upstream lists; names that it merely accepts make no series', async () => {
    listed = ['search', 'fetch'];
    await post(product, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { server: 'lister' });
    for (const name of ['search', 'invented-1', 'invented-2']) {
      expect((await post(product, toolCall(name).body, { server: 'lister' })).status).toBe(200);
    }
    const samples = await scrape(product);
    const tools = Object.keys(samples)
      .filter((name) => name.startsWith('tool_calls_total') && name.includes('server="lister"'))
      .map((name) => /tool="([^"]*)"/.exec(name)?.[1])
      .sort();
    expect(tools).toEqual(['_other', 'search']);
  });

  it('are at most 100 of a server', async () => {
    listed = Array.from({ length: 150 }, (_, i) => `listed-${i}`);
    await post(product, '{"jsonrpc":"2.0","id":1,"method":"tools/list"}', { server: 'lister' });
    for (let i = 0; i < 150; i += 25) {
      await Promise.all(
        Array.from({ length: 25 }, (_, j) =>
          post(product, toolCall(`listed-${i + j}`).body, { server: 'lister' }),
        ),
      );
    }
    const samples = await scrape(product);
    const series = Object.keys(samples).filter((name) => name.startsWith('tool_calls_total{server="lister"'));
    expect(series.length).toBe(101);
    expect(total(samples, 'metrics_series_dropped_total')).toBe(51);
  });
});

describe('sign-in', () => {
  /** Gets ready to try from an address behind the proxy that this test is. */
  async function ready(address: string, url = product.url): Promise<(password: string) => Promise<Response>> {
    const headers = { 'x-forwarded-for': address };
    const csrf = await fetch(`${url}/api/auth/csrf`, { headers });
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    return (password) =>
      fetch(`${url}/api/auth/callback/credentials`, {
        method: 'POST',
        redirect: 'manual',
        headers: { ...headers, cookie: cookiesOf(csrf), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrfToken, email: ADMIN.email, password, json: 'true' }),
      });
  }
  const tryFrom = async (address: string, password: string) => (await ready(address))(password);

  it('slows down an address that guesses, with Retry-After, and locks nobody out elsewhere', async () => {
    const statuses: number[] = [];
    let last: Response | undefined;
    for (let i = 0; i < 13; i += 1) {
      last = await tryFrom('203.0.113.5', `wrong-password-${i}`);
      statuses.push(last.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429, 429]);
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(200);
    // The right password too is not looked at from there, but it is from everywhere else.
    expect((await tryFrom('203.0.113.5', ADMIN.password)).status).toBe(429);
    const right = await tryFrom('203.0.113.6', ADMIN.password);
    expect(right.status).toBe(200);
    expect(right.headers.getSetCookie().join()).toContain('session-token');
    // Of those beyond the rate one is on record.
    const events = await database.query(
      `SELECT after ->> 'reason' AS reason, count(*)::int AS n FROM admin_events
        WHERE action = 'user.sign_in_failed' AND client_address = '203.0.113.5' GROUP BY 1 ORDER BY 1`,
    );
    expect(events.rows).toEqual([
      { reason: 'too many tries', n: 1 },
      { reason: 'wrong e-mail or password', n: 10 },
    ]);
  });

  it('counts for all replicas', async () => {
    const replica = await startProduct({
      env: { DATABASE_URL: await databaseUrl(product), TRUSTED_PROXIES: '127.0.0.1' },
    });
    try {
      const answer = await (await ready('203.0.113.5', replica.url))('wrong-password');
      expect(answer.status).toBe(429);
    } finally {
      await replica.stop();
      replica.cleanUp();
    }
  });

  it('checks one password at a time: 60 at once take neither the memory nor a minute', async () => {
    const tries = await Promise.all(Array.from({ length: 60 }, (_, i) => ready(`198.51.100.${i}`)));
    const answers = await Promise.all(tries.map((attempt) => attempt('wrong-password')));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeGreaterThanOrEqual(17);
    const busy = answers.filter(({ status }) => status === 429);
    expect(busy.length).toBeGreaterThan(0);
    expect(busy[0]?.headers.get('retry-after')).toBe('5');
    expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
  });
});

describe('sessions', () => {
  const who = async (cookie: string) =>
    (await fetch(`${product.url}/api/v1/settings`, { headers: { cookie } })).status;

  it('end with signing out, also for a copy of the cookie', async () => {
    const cookie = await signIn(product.url, ADMIN);
    expect(await who(cookie)).toBe(200);
    const csrf = await fetch(`${product.url}/api/auth/csrf`, { headers: { cookie } });
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const left = await fetch(`${product.url}/api/auth/signout`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: `${cookie}; ${cookiesOf(csrf)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ csrfToken, json: 'true' }),
    });
    expect(left.status).toBe(200);
    expect(await who(cookie)).toBe(401);
    // Others of the same person go on.
    expect(await who(admin)).toBe(200);
  });

  it('that are made up print one line', async () => {
    const before = product.output().length;
    expect(
      await who(
        'next-auth.session-token=eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA',
      ),
    ).toBe(401);
    await eventually(
      () => (product.output().slice(before).includes('JWT_SESSION_ERROR') ? true : undefined),
      'a line about the cookie',
    );
    const lines = product
      .output()
      .slice(before)
      .split('\n')
      .filter((line) => line !== '');
    expect(lines.filter((line) => !line.startsWith('{'))).toEqual([]);
    expect(lines.filter((line) => line.includes('JWT_SESSION_ERROR')).length).toBe(1);
  });
});

describe('server actions', () => {
  it('from a page of another site are refused with 403', async () => {
    const act = (origin: string) =>
      fetch(`${product.url}/keys`, {
        method: 'POST',
        headers: {
          cookie: admin,
          origin,
          'next-action': '0'.repeat(42),
          'content-type': 'text/plain;charset=UTF-8',
        },
        body: '[]',
      });
    expect((await act('https://evil.example')).status).toBe(403);
    expect((await act('null')).status).toBe(403);
    expect((await act(product.url)).status).not.toBe(403);
  });
});

describe('what was counted', () => {
  it('is on record when the process stops', async () => {
    const url = await databaseUrl(product);
    const second = await startProduct({ env: { DATABASE_URL: url } });
    try {
      for (let i = 0; i < 70; i += 1) await post(second, toolCall('echo').body, { key: null });
    } finally {
      await second.stop();
      second.cleanUp();
    }
    const rows = await database.query<{ error_message: string; client_address: string; outcome: string }>(
      `SELECT error_message, client_address, outcome FROM tool_call_logs
        WHERE error_category = 'too_many_refusals' ORDER BY ts DESC LIMIT 1`,
    );
    expect(rows.rows[0]).toMatchObject({ client_address: '127.0.0.1', outcome: 'denied' });
    expect(rows.rows[0]?.error_message).toMatch(
      /^\d+ further requests without a valid key came from this address/,
    );
  });
});
