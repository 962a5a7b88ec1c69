import pg from 'pg';
import { ensurePartitions } from '../lib/audit/partitions';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CleanupPreview, CleanupRun, CleanupStatus } from '../lib/audit/retention/schema';
import { ADMIN, METRICS_TOKEN, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import { databaseUrl, eventually, openDatabase, post, toolCall } from './support/calls';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const VIEWER = { email: 'viewer@example.com', password: 'viewer-battery-staple' };
const DAY_MS = 86_400_000;

let product: Product;
let upstream: Upstream;
let database: pg.Client;
let admin: string;
let viewer: string;

interface Answer<Body> {
  status: number;
  body: Body & { detail?: string };
}

async function rest<Body>(who: string, method: string, place: string, body?: unknown): Promise<Answer<Body>> {
  const answer = await fetch(`${product.url}/api/v1/${place}`, {
    method,
    headers: { cookie: who, origin: product.url, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body & { detail?: string } };
}

const CLEANUP = 'observability/logs/cleanup';
const preview = async (query = '') =>
  (await rest<CleanupPreview>(admin, 'GET', `${CLEANUP}/preview${query}`)).body;
const start = (token: string) => rest<CleanupRun>(admin, 'POST', CLEANUP, { token });
const status = async () => (await rest<CleanupStatus>(admin, 'GET', CLEANUP)).body;

/** Starts the run of a preview and waits for its end. */
async function runToEnd({ token }: CleanupPreview): Promise<CleanupRun> {
  const started = await start(token);
  expect(started.status, started.body.detail).toBe(202);
  return ended(started.body.id);
}

const ended = (id: string) =>
  eventually(async () => (await status()).last_runs.find((run) => run.id === id), 'the run is over');

async function set(value: Record<string, unknown>): Promise<void> {
  const { version } = (await rest<{ version: number }>(admin, 'GET', 'settings/retention')).body;
  const saved = await rest(admin, 'PATCH', 'settings/retention', { version, value });
  expect(saved.status, saved.body.detail).toBe(200);
}

const today = () => Math.floor(Date.now() / DAY_MS) * DAY_MS;
const dayAgo = (age: number) => new Date(today() - age * DAY_MS);
const date = (age: number) => dayAgo(age).toISOString().slice(0, 10);
const partition = (age: number) => `tool_call_logs_${date(age).replaceAll('-', '')}`;

/** A partition as the product makes them, and rows in it, a second apart. */
async function fill(age: number, rows: Record<string, number>): Promise<void> {
  await database.query(
    `CREATE TABLE IF NOT EXISTS ${partition(age)} PARTITION OF tool_call_logs
       FOR VALUES FROM ('${dayAgo(age).toISOString()}') TO ('${dayAgo(age - 1).toISOString()}')`,
  );
  for (const [server, count] of Object.entries(rows)) await add(age, server, count);
}

const add = (age: number, server: string, count: number, client = database) =>
  client.query(
    `INSERT INTO tool_call_logs (ts, id, instance_id, request_id, trace_id, span_id, source_type, server, tool, outcome,
                                 http_status, latency_ms, request_bytes, response_bytes, response)
     SELECT $1::timestamptz + n * interval '1 second', gen_random_uuid(), 'test', 'r', 't', 's', 'mcp', $2, 'echo', 'ok',
            200, 1, 10, 10, json_build_object('text', repeat(md5(n::text), 20))
       FROM generate_series(1, $3) AS n`,
    [dayAgo(age), server, count],
  );

async function rowsOn(age: number): Promise<Record<string, number>> {
  const { rows } = await database.query<{ server: string; rows: number }>(
    `SELECT server, count(*)::int AS rows FROM tool_call_logs WHERE ts >= $1 AND ts < $2 GROUP BY server`,
    [dayAgo(age), dayAgo(age - 1)],
  );
  return Object.fromEntries(rows.map((row) => [row.server, row.rows]));
}

const exists = async (age: number) =>
  (await database.query('SELECT to_regclass($1) IS NOT NULL AS there', [partition(age)])).rows[0].there;

beforeAll(async () => {
  upstream = await startUpstream();
  const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-retention-')), 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { test: { url: upstream.url } } }));
  product = await startProduct({ env: { MCP_CONFIG: config } });
  database = await openDatabase(product);
  admin = await signIn(product.url, ADMIN);
  await rest(admin, 'POST', 'users', { ...VIEWER, name: 'Viewer', role: 'viewer' });
  viewer = await signIn(product.url, VIEWER);
});

afterAll(async () => {
  await database?.end();
  await product?.stop();
  product?.cleanUp();
  await upstream?.stop();
});

beforeEach(async () => {
  const usual = { days: 90, overrides: [], max_bytes: null, legal_hold: false, held_servers: [] };
  // By hand only: what the tests make must not be taken away by the schedule.
  await set({ ...usual, hour: null });
  const old = await database.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'tool_call_logs'::regclass
        AND inhrelid::regclass::text < $1`,
    [partition(1)],
  );
  for (const { name } of old.rows) await database.query(`DROP TABLE ${name}`);
});

describe('a preview', () => {
  it('says exactly what goes, day by day, and the run removes exactly that', async () => {
    await fill(100, { a: 30, b: 20 });
    await fill(95, { a: 7 });
    await fill(89, { a: 5 });
    const shown = await preview();
    expect(shown).toMatchObject({
      retention_days: 90,
      cutoff_date: dayAgo(90).toISOString(),
      mcp_tool_call_logs: 57,
      token_usage_logs: 0,
      total: 57,
      oldest: new Date(dayAgo(100).getTime() + 1_000).toISOString(),
      newest: new Date(dayAgo(95).getTime() + 7_000).toISOString(),
      partitions: [
        { day: date(100), whole: true, reason: 'age', rows: 50 },
        { day: date(95), whole: true, reason: 'age', rows: 7 },
      ],
      servers: [
        { server: 'a', rows: 37 },
        { server: 'b', rows: 20 },
      ],
    });
    const run = await runToEnd(shown);
    expect(run).toMatchObject({ state: 'done', started_by: ADMIN.email, message: null });
    expect(run.removed).toEqual({ days: 2, rows: shown.total, bytes: shown.bytes });
    expect(run.planned).toEqual(run.removed);
    expect([await exists(100), await exists(95), await rowsOn(89)]).toEqual([false, false, { a: 5 }]);
    const events = await database.query(
      `SELECT action, actor_name, after FROM admin_events WHERE target_id = $1 ORDER BY id`,
      [run.id],
    );
    expect(events.rows).toMatchObject([
      { action: 'retention.cleanup', actor_name: ADMIN.email, after: { rows: 57 } },
      { action: 'retention.cleanup_end', after: { state: 'done', rows: 57, bytes: shown.bytes } },
    ]);
  });

  it('stands for what it has shown: rows that are written after it stay', async () => {
    await fill(100, { a: 30 });
    await fill(99, { a: 4_000, b: 10 });
    await fill(98, { a: 20 });
    await set({ held_servers: ['b'] });
    const shown = await preview();
    expect(shown.partitions.map(({ whole, rows }) => [whole, rows])).toEqual([
      [true, 30],
      [false, 4_000],
      [true, 20],
    ]);
    await add(100, 'a', 3);
    await add(99, 'a', 2);
    const run = await runToEnd(shown);
    expect(run).toMatchObject({ state: 'done', removed: { days: 3, rows: 4_050 } });
    expect([await rowsOn(100), await rowsOn(99), await exists(98)]).toEqual([
      { a: 3 },
      { a: 2, b: 10 },
      false,
    ]);
  });

  it('keeps a day whose rows come while the run takes it out', async () => {
    await fill(100, { a: 30 });
    const shown = await preview();
    const late = await openDatabase(product);
    await late.query('BEGIN');
    await add(100, 'a', 3, late);
    const started = await start(shown.token);
    // The run waits for the transaction without holding anything that others wait for.
    await eventually(async () => {
      const { rows } = await database.query(
        `SELECT FROM pg_stat_activity WHERE application_name = 'sightline owner' AND query LIKE '%DETACH%'`,
      );
      return rows.length > 0 ? true : undefined;
    }, 'the run detaches');
    await late.query('COMMIT');
    await late.end();
    const run = await ended(started.body.id);
    expect(run).toMatchObject({ state: 'done', removed: { rows: 30 } });
    expect(await rowsOn(100)).toEqual({ a: 3 });
  });

  it('takes other days than those that are set, and refuses what is no number of days', async () => {
    await fill(40, { a: 4 });
    expect((await preview()).total).toBe(0);
    const shown = await preview('?retention_days=30');
    expect(shown).toMatchObject({ retention_days: 30, total: 4 });
    expect((await runToEnd(shown)).removed.rows).toBe(4);
    for (const query of ['?retention_days=0', '?retention_days=x', '?days=3'])
      expect((await rest(admin, 'GET', `${CLEANUP}/preview${query}`)).status).toBe(400);
  });
});

describe('rules', () => {
  it('keep everything under a legal hold, also against a token from before', async () => {
    await fill(100, { a: 3 });
    const before = await preview();
    await set({ legal_hold: true, max_bytes: 16 * 1024 * 1024 });
    expect(await preview('?retention_days=1')).toMatchObject({ total: 0, partitions: [], legal_hold: true });
    expect(await start(before.token)).toMatchObject({ status: 409 });
    expect(await rowsOn(100)).toEqual({ a: 3 });
  });

  it('keep servers for longer or shorter than the others', async () => {
    await fill(100, { a: 3, longer: 4, shorter: 5 });
    await fill(20, { a: 3, longer: 4, shorter: 5 });
    await set({
      overrides: [
        { server: 'longer', days: 200 },
        { server: 'shorter', days: 10 },
      ],
    });
    const shown = await preview();
    expect(shown.servers).toEqual([
      { server: 'shorter', rows: 10 },
      { server: 'a', rows: 3 },
    ]);
    const run = await runToEnd(shown);
    expect(run.removed).toEqual({ days: 2, rows: shown.total, bytes: shown.bytes });
    expect([await rowsOn(100), await rowsOn(20)]).toEqual([{ longer: 4 }, { a: 3, longer: 4 }]);
  });

  it('let the oldest days go when the log is too large', async () => {
    for (const age of [5, 4, 3]) await fill(age, { a: 15_000 });
    await set({ days: null, max_bytes: 16 * 1024 * 1024 });
    const shown = await preview();
    expect(shown.stored_bytes).toBeGreaterThan(16 * 1024 * 1024);
    expect(shown.partitions[0]).toMatchObject({ day: date(5), whole: true, reason: 'size' });
    expect(shown.stored_bytes - shown.bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
    await runToEnd(shown);
    expect((await preview()).total).toBe(0);
  });

  it('take what stood beside a row along with it', async () => {
    await fill(100, { a: 2 });
    await fill(80, { a: 1 });
    await database.query(
      'INSERT INTO tool_call_withheld (ts, id) SELECT ts, id FROM tool_call_logs WHERE ts < $1',
      [dayAgo(79)],
    );
    await runToEnd(await preview());
    const { rows } = await database.query('SELECT ts FROM tool_call_withheld');
    expect(rows).toHaveLength(1);
  });
});

describe('a token', () => {
  it('works once, as it was given, and for the settings that it was made by', async () => {
    await fill(100, { a: 3 });
    const shown = await preview();
    expect((await start('x')).status).toBe(400);
    const [version, key, body = ''] = shown.token.split('.');
    const changed = `${version}.${key}.${body.startsWith('A') ? 'B' : 'A'}${body.slice(1)}`;
    expect((await start(changed)).status).toBe(400);
    await set({ days: 91 });
    expect(await start(shown.token)).toMatchObject({ status: 409 });
    const again = await preview();
    await runToEnd(again);
    expect(await start(again.token)).toMatchObject({ status: 409 });
  });

  it('is for admins, and the preview for auditors', async () => {
    const { token } = await preview();
    expect((await rest(viewer, 'GET', `${CLEANUP}/preview`)).status).toBe(403);
    expect((await rest(viewer, 'GET', CLEANUP)).status).toBe(403);
    expect((await rest(viewer, 'POST', CLEANUP, { token })).status).toBe(403);
    expect((await rest(viewer, 'DELETE', CLEANUP)).status).toBe(403);
  });
});

describe('a run', () => {
  it('can be cancelled, one at a time, and the next preview shows what is left', async () => {
    await fill(100, { a: 3_000, b: 1 });
    await set({ held_servers: ['b'] });
    const shown = await preview();
    // One holds the run before it begins, one at its first batch, so that it is there to be cancelled.
    const [beginning, batch] = [await openDatabase(product), await openDatabase(product)];
    await beginning.query('BEGIN');
    await beginning.query('LOCK TABLE retention_runs IN EXCLUSIVE MODE');
    await batch.query('BEGIN');
    await batch.query(`LOCK TABLE ${partition(100)} IN EXCLUSIVE MODE`);
    const starting = start(shown.token);
    await eventually(async () => {
      const { rows } = await database.query(
        `SELECT FROM pg_locks WHERE NOT granted AND relation = 'retention_runs'::regclass`,
      );
      return rows.length > 0 ? true : undefined;
    }, 'the run begins');
    expect(await start((await preview()).token)).toMatchObject({ status: 409 });
    await beginning.end();
    const { body: run } = await starting;
    expect((await status()).running?.id).toBe(run.id);
    expect((await rest(admin, 'DELETE', CLEANUP)).status).toBe(202);
    await batch.end();
    const end = await ended(run.id);
    expect(end).toMatchObject({ state: 'cancelled', cancel_requested: true });
    expect((await preview()).total).toBe(shown.total - end.removed.rows);
    expect((await rest(admin, 'DELETE', CLEANUP)).status).toBe(409);
  });

  it('makes no write wait, and calls go on', async () => {
    for (let age = 110; age > 100; age -= 1) await fill(age, { a: 500 });
    await fill(99, { a: 5_000, b: 1 });
    await set({ held_servers: ['b'] });
    // An open transaction that has written: a lock on the whole table would wait for it, and all writes for the lock.
    const writing = await openDatabase(product);
    await writing.query('BEGIN');
    await add(0, 'a', 1, writing);
    const shown = await preview();
    const { body: run } = await start(shown.token);
    await eventually(async () => {
      const { rows } = await database.query(
        `SELECT FROM pg_stat_activity WHERE application_name = 'sightline owner' AND query LIKE '%DETACH%'`,
      );
      return rows.length > 0 ? true : undefined;
    }, 'the run detaches');
    let over = false;
    let waits = 0;
    const watching = (async () => {
      while (!over) {
        const { rows } = await database.query(
          `SELECT query FROM pg_stat_activity WHERE application_name = 'sightline audit' AND wait_event_type = 'Lock'`,
        );
        waits += rows.length;
      }
    })();
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => post(product, toolCall('echo', { text: 'x' }).body)),
      );
      expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
      if (round === 10) {
        await writing.query('COMMIT');
        await writing.end();
      }
    }
    const end = await eventually(async () => {
      const answer = await post(product, toolCall('echo', { text: 'x' }).body);
      expect(answer.status).toBe(200);
      return (await status()).last_runs.find(({ id }) => id === run.id);
    }, 'the run is over');
    over = true;
    await watching;
    expect(end).toMatchObject({ state: 'done', removed: { rows: shown.total } });
    expect(waits).toBe(0);
  });

  it('puts back what another one has left half taken out', async () => {
    await fill(100, { a: 3 });
    await fill(80, { a: 2 });
    await database.query(`ALTER TABLE tool_call_logs DETACH PARTITION ${partition(80)} CONCURRENTLY`);
    expect(await rowsOn(80)).toEqual({});
    await runToEnd(await preview());
    expect(await rowsOn(80)).toEqual({ a: 2 });
  });

  it('is the owner’s: the app’s own role cannot remove a row', async () => {
    await fill(100, { a: 1 });
    await database.query('BEGIN');
    await database.query('SET LOCAL ROLE sightline_app');
    await expect(database.query('DELETE FROM tool_call_logs')).rejects.toThrow(/permission denied/);
    await database.query('ROLLBACK');
    await database.query('BEGIN');
    await database.query('SET LOCAL ROLE sightline_app');
    await expect(database.query(`DROP TABLE ${partition(100)}`)).rejects.toThrow(/must be owner/);
    await database.query('ROLLBACK');
    expect(await rowsOn(100)).toEqual({ a: 1 });
  });

  it('comes by itself when it is due', async () => {
    await fill(100, { a: 9 });
    // The first hour of the day has been, whenever this runs.
    await set({ hour: 0 });
    const scheduled = async () =>
      (await status()).last_runs.find(({ started_by }) => started_by === 'schedule');
    await expect.poll(scheduled, { timeout: 75_000, interval: 500 }).toBeDefined();
    const run = await scheduled();
    expect(run).toMatchObject({ state: 'done', removed: { days: 1, rows: 9 } });
    expect(Date.parse((await status()).next_run_at ?? '')).toBeGreaterThan(Date.now());
  });
});

describe('partitions ahead', () => {
  it('are made while somebody reads and somebody writes, and as the others are', async () => {
    const pool = new pg.Pool({ connectionString: await databaseUrl(product), lock_timeout: 100 });
    const [reader, writer] = [await openDatabase(product), await openDatabase(product)];
    await reader.query('BEGIN');
    await reader.query('SELECT FROM tool_call_logs LIMIT 1');
    await writer.query('BEGIN');
    await add(0, 'a', 1, writer);
    // A day far ahead, so that none of its partitions is there.
    expect(await ensurePartitions(pool, dayAgo(-60).getTime())).toBe(16);
    for (const client of [reader, writer]) await client.end();
    const { rows } = await database.query(
      `SELECT (SELECT count(*) FROM pg_index WHERE indrelid = to_regclass(name))::int AS indexes,
              (SELECT count(*) FROM pg_constraint WHERE conrelid = to_regclass(name) AND contype IN ('c', 'p'))::int AS constraints
         FROM unnest($1::text[]) AS name`,
      [[partition(0), partition(-60)]],
    );
    expect(rows[1]).toEqual(rows[0]);
    await pool.end();
  });

  it('are counted as a metric, and health says that they suffice', async () => {
    const metrics = await fetch(`${product.url}/api/v1/metrics`, {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    });
    expect(await metrics.text()).toMatch(/^audit_partitions_ahead_days 14$/m);
    const health = await fetch(`${product.url}/api/v1/health`);
    expect(await health.json()).toMatchObject({ partitions_ahead: 'ok' });
    expect((await status()).partitions_ahead_days).toBe(14);
  });
});
