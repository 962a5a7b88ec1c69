/** Where traces go, changed while the product runs: by REST, under load, on two replicas. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportHealth, ExportView, TestResultView } from '@/lib/export/schema';
import { startOtlpReceiver } from '../scripts/support/otlp-receiver.mjs';
import { ADMIN, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import { databaseUrl, eventually, openDatabase, post, scrape, toolCall, total } from './support/calls';

const VIEWER = { email: 'viewer@example.com', password: 'viewer-battery-staple' };
const SECRET = 'collector-token-0123456789';

type Receiver = Awaited<ReturnType<typeof startOtlpReceiver>>;

let upstream: Upstream;
let product: Product;
let replica: Product;
let first: Receiver;
let second: Receiver;
let database: pg.Client;
let admin: string;
let viewer: string;

beforeAll(async () => {
  [upstream, first, second] = await Promise.all([startUpstream(), startOtlpReceiver(), startOtlpReceiver()]);
  const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-export-')), 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { test: { url: upstream.url } } }));
  const env = { MCP_CONFIG: config, ALLOW_PRIVATE_ADDRESSES: 'true' };
  product = await startProduct({ env });
  const DATABASE_URL = await databaseUrl(product);
  const secrets = JSON.parse(readFileSync(`${product.dataDir}/secrets.json`, 'utf8')) as Record<
    string,
    string
  >;
  replica = await startProduct({
    env: { ...env, DATABASE_URL, ENCRYPTION_KEY: secrets['encryptionKey'] },
  });
  database = await openDatabase(product);
  admin = await signIn(product.url, ADMIN);
  await rest('POST', 'users', { ...VIEWER, name: 'viewer', role: 'viewer' });
  viewer = await signIn(product.url, VIEWER);
});

afterAll(async () => {
  await database.end();
  await replica.stop();
  await product.stop();
  for (const one of [product, replica]) one.cleanUp();
  await Promise.all([upstream.stop(), first.stop(), second.stop()]);
});

async function rest<T = Record<string, unknown>>(
  method: string,
  place: string,
  body?: unknown,
  { who = admin, at = product } = {},
): Promise<{ status: number; text: string; body: T }> {
  const answer = await fetch(`${at.url}/api/v1/${place}`, {
    method,
    headers: { cookie: who, origin: at.url, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: (text === '' ? {} : JSON.parse(text)) as T };
}

const EXPORT = 'observability/export';
const read = async () => (await rest<ExportView>('GET', EXPORT)).body;
const health = async () => (await rest<ExportHealth>('GET', `${EXPORT}/health`)).body;
const to = (receiver: Receiver, config: Record<string, unknown> = {}) => ({
  name: 'Collector',
  provider: 'otlp',
  config: { protocol: 'http/json', compression: 'none', endpoint: receiver.url, ...config },
});

/** Saves these destinations over whatever is there. */
const save = async (...destinations: object[]) =>
  rest<ExportView>('PUT', EXPORT, { version: (await read()).version, destinations, sampling: {} });

const inUse = (generation: number) =>
  eventually(async () => {
    const { replicas } = await health();
    return replicas.length === 2 && replicas.every((one) => one.generation === generation)
      ? replicas
      : undefined;
  }, `generation ${generation} on both replicas`);

describe('a destination', () => {
  it('is tried before it is saved, and the answer is the real one', async () => {
    const { config } = to(first);
    const taken = await rest<TestResultView>('POST', `${EXPORT}/test`, { provider: 'otlp', config });
    expect(taken.body).toMatchObject({ ok: true, code: 200, rejected: 0, host: new URL(first.url).host });
    expect(first.spans.map(({ name, traceId }) => [name, traceId])).toContainEqual([
      'telemetry.test',
      taken.body.trace_id,
    ]);
    const nobody = { ...config, endpoint: 'http://127.0.0.1:9' };
    const refused = await rest<TestResultView>('POST', `${EXPORT}/test`, {
      provider: 'otlp',
      config: nobody,
    });
    expect(refused.body).toMatchObject({ ok: false, code: 'ECONNREFUSED' });
    expect(refused.body.advice).toContain('Nothing listens');
    expect((await read()).version).toBe(0);
  });

  it('is in use on both replicas once it is saved, with a credential that is never shown again', async () => {
    const headers = { authorization: `Bearer ${SECRET}` };
    const saved = await save(to(first, { headers }));
    expect(saved.status).toBe(200);
    const { version, destinations } = saved.body;
    expect(destinations[0]?.config['headers']).toEqual({ configured: true });
    await inUse(version);
    for (const at of [product, replica]) {
      expect((await post(at, toolCall('echo').body)).status).toBe(200);
    }
    await eventually(
      () => (first.spans.filter(({ name }) => name === 'tools/call echo').length >= 4 ? true : undefined),
      'spans of both replicas',
    );
    for (const place of [EXPORT, 'settings', 'settings/export', 'admin-events', `${EXPORT}/health`]) {
      expect((await rest('GET', place)).text, place).not.toContain(SECRET);
    }
    const { rows } = await database.query<{ text: string }>(
      `SELECT value::text AS text FROM settings UNION ALL SELECT after::text FROM admin_events WHERE after IS NOT NULL`,
    );
    expect(rows.filter(({ text }) => text.includes(SECRET))).toEqual([]);
    expect(product.output()).not.toContain(SECRET);
  });

  it('keeps its credential while it is sent to the same place, and asks for it again elsewhere', async () => {
    const [stored] = (await read()).destinations;
    const same = await save({ ...to(first), id: stored?.id, name: 'Renamed' });
    expect(same.body.destinations[0]).toMatchObject({
      name: 'Renamed',
      config: { headers: { configured: true } },
    });
    const before = await read();
    const moved = { ...to(second), id: stored?.id };
    const answer = await save(moved);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      errors: { 'destinations.0.config.headers': expect.stringContaining('again') },
    });
    const test = { id: stored?.id, provider: 'otlp', config: moved.config };
    expect((await rest('POST', `${EXPORT}/test`, test)).status).toBe(400);
    expect(second.bodies).toEqual([]);
    expect(await read()).toEqual(before);
    expect((await rest('POST', `${EXPORT}/test`, { id: stored?.id })).body).toMatchObject({ ok: true });
  });

  it.each([
    ['an address that is none', { endpoint: 'collector' }, 'destinations.0.config.endpoint'],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }, 'destinations.0.config.headers'],
    ['an unknown field', { region: 'moon' }, 'destinations.0.config.region'],
  ])('is refused by field with %s, and nothing is saved', async (_what, config, field) => {
    const before = await read();
    const answer = await save(to(first, config));
    expect(answer.status).toBe(400);
    expect(Object.keys((answer.body as unknown as { errors: object }).errors)).toEqual([field]);
    expect(await read()).toEqual(before);
  });

  it('is refused when somebody was faster, by the general way, and to a viewer, who sees how it fares', async () => {
    const stale = { version: 0, destinations: [], sampling: {} };
    expect((await rest('PUT', EXPORT, stale)).status).toBe(409);
    const { version } = await read();
    const general = await rest('PATCH', 'settings/export', { version, value: { destinations: [] } });
    expect(general.status).toBe(400);
    expect(general.text).toContain('PUT /api/v1/observability/export');
    expect((await rest('PUT', EXPORT, { ...stale, version }, { who: viewer })).status).toBe(403);
    expect((await rest('POST', `${EXPORT}/test`, { id: 'abcdefgh' }, { who: viewer })).status).toBe(403);
    expect((await rest('GET', EXPORT, undefined, { who: viewer })).status).toBe(403);
    expect((await rest('GET', `${EXPORT}/health`, undefined, { who: viewer })).status).toBe(200);
    expect((await rest<{ items: object[] }>('GET', `${EXPORT}/providers`)).body.items).toHaveLength(8);
  });
});

describe('an exchange', () => {
  it('twenty times under load loses no span, doubles none and fails no call', async () => {
    const [before] = (await read()).destinations;
    await save({ ...to(first, { headers: {} }), id: before?.id });
    await inUse((await read()).version);
    await post(product, toolCall('echo').body);
    const traces: string[] = [];
    let stopped = false;
    const statuses = new Set<number>();
    const callers = Array.from({ length: 8 }, async () => {
      while (!stopped) {
        const traceId = crypto.randomUUID().replaceAll('-', '');
        const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
        const answer = await post(product, toolCall('echo').body, { headers: { traceparent } });
        statuses.add(answer.status);
        traces.push(traceId);
      }
    });
    for (let round = 0; round < 20; round += 1) {
      const id = (await read()).destinations[0]?.id;
      // Every second exchange puts another destination in the place, the others change the one that is there.
      const kept = round % 4 < 2 ? { id } : {};
      expect((await save({ ...to(round % 2 === 0 ? second : first), ...kept })).status).toBe(200);
    }
    stopped = true;
    await Promise.all(callers);
    expect([...statuses]).toEqual([200]);
    await inUse((await read()).version);
    const own = new Set(traces);
    const arrived = () => [...first.spans, ...second.spans].filter(({ traceId }) => own.has(traceId));
    // Agent's side and upstream's side, the same for each call; one audit write stands for many calls.
    const byTrace = () => {
      const traces = new Map<string, string[]>();
      for (const { traceId, name } of arrived())
        if (!name.startsWith('INSERT ')) traces.set(traceId, [...(traces.get(traceId) ?? []), name]);
      return traces;
    };
    const shapes = () =>
      JSON.stringify([...new Set([...byTrace().values()].map((one) => one.toSorted().join()))]);
    await eventually(() => {
      const counts = [...byTrace().values()].map((names) => names.length);
      return counts.length === own.size && Math.min(...counts) === Math.max(...counts) ? true : undefined;
    }, 'all spans of all calls').catch((error: unknown) => {
      throw new Error(`${byTrace().size} of ${own.size} calls: ${shapes()}`, { cause: error });
    });
    const ids = arrived().map(({ spanId }) => spanId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(traces.length).toBeGreaterThan(100);
    const names = new Set([...byTrace().values()].map((one) => one.sort().join()));
    expect([...names]).toHaveLength(1);
    for (const receiver of [first, second]) {
      expect(receiver.spans.filter(({ traceId }) => own.has(traceId)).length).toBeGreaterThan(0);
    }
    const samples = await scrape(product);
    const dropped = Object.keys(samples).filter((name) =>
      /^telemetry_spans_total\{.*dropped_(?!no_destination|sampled_out)/.test(name),
    );
    expect(dropped).toEqual([]);
    expect(total(samples, 'telemetry_destination_spans_total')).toBeGreaterThan(ids.length - 1);
  });

  it('of sampling counts at once: what is left out is counted, what fails is kept', async () => {
    const { version, destinations } = await read();
    const [{ id, config } = { id: '', config: {} }] = destinations;
    const one = { id, name: 'Collector', provider: 'otlp', config };
    const sampling = { mode: 'ratio', ratio: 0, slowMs: 60_000 };
    const saved = await rest<ExportView>('PUT', EXPORT, { version, destinations: [one], sampling });
    expect(saved.body.sampling).toEqual(sampling);
    const seen = [...first.spans, ...second.spans].length;
    for (let call = 0; call < 10; call += 1) await post(product, toolCall('echo').body);
    await eventually(async () => {
      const left = (await scrape(product))['telemetry_spans_total{result="dropped_sampled_out"}'] ?? 0;
      return left >= 40 ? true : undefined;
    }, 'spans left out');
    expect(
      [...first.spans, ...second.spans].slice(seen).filter(({ name }) => name === 'tools/call echo'),
    ).toEqual([]);
  });

  it('shows what a receiver that has gone answers, on health', async () => {
    const [before] = (await read()).destinations;
    await save({ ...to(first, { endpoint: 'http://127.0.0.1:9' }), id: before?.id });
    await post(product, toolCall('echo').body);
    const failure = await eventually(async () => {
      const { replicas } = await health();
      return replicas.flatMap(({ destinations }) => destinations).find((one) => one.last_failure)
        ?.last_failure;
    }, 'a failure on health');
    expect(failure).toMatchObject({
      code: 'ECONNREFUSED',
      advice: expect.stringContaining('Nothing listens'),
    });
  });
});
