/** Roll-ups and summaries against a real PostgreSQL: for each combination they say what the rows say. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensurePartitions } from '../lib/audit/partitions';
import { COLUMNS, INSERT, toParameters } from '../lib/audit/row';
import { systemContext } from '../lib/context/context';
import { withAdvisoryLock } from '../lib/database/advisory-lock';
import { closeConnections, openConnections } from '../lib/database/connections';
import { startEmbeddedDatabase, type EmbeddedDatabase } from '../lib/database/embedded';
import { migrate } from '../lib/database/migrate';
import type { CallRecord } from '../lib/record/call';
import { OUTCOMES } from '../lib/record/outcomes';
import { computeRollups } from '../lib/rollups/compute';
import { RELATIVE_ERROR } from '../lib/rollups/sketch';
import { readSummary } from '../lib/summary/read';
import { summaryQuery } from '../lib/summary/schema';

let database: EmbeddedDatabase;
let pool: pg.Pool;
const dataDir = mkdtempSync(path.join(tmpdir(), 'sightline-rollups-'));

beforeAll(async () => {
  database = await startEmbeddedDatabase({
    dataDir,
    password: randomBytes(16).toString('hex'),
    environment: { NODE_ENV: 'test', PATH: process.env['PATH'] },
    onNote: () => undefined,
    onDown: () => undefined,
    onUp: () => undefined,
  });
  pool = openConnections(database.url, database.url).direct;
  const client = await pool.connect();
  await migrate(client, path.resolve('prisma/migrations'));
  client.release();
  await ensurePartitions(pool);
}, 120_000);

afterAll(async () => {
  await closeConnections();
  await database.stop(10_000);
  rmSync(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  await pool.query(
    'TRUNCATE tool_call_logs, call_minutes, call_hours, call_rollup_state, call_rollup_touched',
  );
});

/** So many rows between two moments, spread over servers, tools, keys and outcomes. */
async function fill(count: number, from: Date, to: Date): Promise<void> {
  await pool.query(
    `INSERT INTO tool_call_logs (ts, id, instance_id, request_id, trace_id, span_id, source_type, server, key_id, key_name,
       tool, outcome, http_status, latency_ms, upstream_ms, request_bytes, response_bytes, argument_tokens, result_tokens)
     SELECT $2::timestamptz + random() * ($3::timestamptz - $2::timestamptz), gen_random_uuid(), 'i', 'r', 't', 's', 'server',
       'server-' || n % 3, CASE WHEN n % 5 = 0 THEN NULL ELSE '3f2504e0-4f89-11d3-9a0c-0305e82c3301'::uuid END,
       CASE WHEN n % 5 = 0 THEN NULL ELSE 'agent' END, 'tool-' || n % 7, ($4::text[])[1 + n % 7], 200,
       exp(random() * 9 - 1), CASE WHEN n % 4 = 0 THEN NULL ELSE 0.2 END, n % 100, n % 1000, n % 10, n % 50
     FROM generate_series(1, $1) AS n`,
    [count, from, to, OUTCOMES],
  );
}

const KEY = 'server, tool, source_type AS source, coalesce(key_id::text, $$$$) AS key_id, outcome';
const SUMS = `count(*)::int AS calls, sum(request_bytes)::int AS request_bytes, sum(response_bytes)::int AS response_bytes,
  sum(coalesce(argument_tokens, 0))::int AS argument_tokens, sum(coalesce(result_tokens, 0))::int AS result_tokens,
  round(sum(latency_ms)::numeric, 3)::text AS latency_ms`;

const rowsByKey = async (until: Date) =>
  (
    await pool.query(
      `SELECT ${KEY}, ${SUMS} FROM tool_call_logs WHERE ts < $1 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
      [until],
    )
  ).rows;
const rollupsByKey = async (table: string, until: Date) =>
  (
    await pool.query(
      `SELECT server, tool, source, key_id, outcome, sum(calls)::int AS calls, sum(request_bytes)::int AS request_bytes,
         sum(response_bytes)::int AS response_bytes, sum(argument_tokens)::int AS argument_tokens,
         sum(result_tokens)::int AS result_tokens, round(sum(latency_ms)::numeric, 3)::text AS latency_ms
       FROM ${table} WHERE start < $1 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
      [until],
    )
  ).rows;

const hourOf = (ms: number) => Math.floor(ms / 3_600_000) * 3_600_000;
const computed = async () =>
  (await pool.query<{ computed: Date }>('SELECT computed FROM call_rollup_state')).rows[0]?.computed ??
  new Date(0);

async function expectEqualToRows(): Promise<void> {
  const until = await computed();
  const rows = await rowsByKey(until);
  expect(rows.length).toBeGreaterThan(0);
  expect(await rollupsByKey('call_minutes', until)).toEqual(rows);
  const hour = new Date(hourOf(until.getTime()));
  expect(await rollupsByKey('call_hours', hour)).toEqual(await rowsByKey(hour));
}

const HOUR_MS = 3_600_000;
const ago = (ms: number) => new Date(Date.now() - ms);

describe('roll-ups', () => {
  it('say for each combination what the rows say, also when they are computed again', async () => {
    await fill(20_000, ago(5 * HOUR_MS), ago(60_000));
    expect(await computeRollups(pool)).toBeGreaterThan(290);
    await expectEqualToRows();
    const before = await rollupsByKey('call_minutes', new Date());
    await pool.query('UPDATE call_rollup_state SET computed = computed - interval $$1 hour$$');
    await computeRollups(pool);
    expect(await rollupsByKey('call_minutes', new Date())).toEqual(before);
    await expectEqualToRows();
  });

  it('take in a row that comes late, once, whatever hour it belongs to', async () => {
    await fill(2_000, ago(5 * HOUR_MS), ago(60_000));
    await computeRollups(pool);
    const late = [record(ago(4 * HOUR_MS)), record(ago(10 * HOUR_MS)), record(new Date())];
    // Written twice, as a replay does: the second write finds the rows and writes none.
    expect(await write(late)).toBe(3);
    expect(await write(late)).toBe(0);
    const touched = await pool.query('SELECT DISTINCT minute FROM call_rollup_touched');
    expect(touched.rowCount).toBe(2);
    await computeRollups(pool);
    await expectEqualToRows();
    expect((await pool.query('SELECT 1 FROM call_rollup_touched')).rowCount).toBe(0);
  });

  it('are computed by one replica at a time', async () => {
    let meanwhile: boolean | undefined;
    const held = await withAdvisoryLock(pool, 'roll-ups', async () => {
      meanwhile = await withAdvisoryLock(pool, 'roll-ups', () => Promise.resolve());
    });
    expect([held, meanwhile]).toEqual([true, false]);
    expect(await withAdvisoryLock(pool, 'roll-ups', () => Promise.resolve())).toBe(true);
    const fails = withAdvisoryLock(pool, 'roll-ups', () => Promise.reject(new Error('no')));
    await expect(fails).rejects.toThrow('no');
    expect(await withAdvisoryLock(pool, 'roll-ups', () => Promise.resolve())).toBe(true);
  });
});

describe('a summary', () => {
  const ask = (query: Record<string, unknown>) =>
    readSummary({ ctx: systemContext('test'), input: summaryQuery.parse(query) });

  it.each(['1h', '6h', '3d'])('of %s is what its rows are, with what is not computed yet', async (window) => {
    await fill(15_000, ago(30 * HOUR_MS), ago(10 * 60_000));
    await computeRollups(pool);
    // Younger than the youngest minute that can be computed.
    await fill(500, ago(10_000), ago(0));
    const answer = await ask({ window, group_by: 'outcome' });
    const { rows } = await pool.query<{ outcome: string; calls: number }>(
      'SELECT outcome, count(*)::int AS calls FROM tool_call_logs WHERE ts >= $1 AND ts < $2 GROUP BY 1',
      [answer.from, answer.to],
    );
    const calls = rows.reduce((sum, row) => sum + row.calls, 0);
    expect(calls).toBeGreaterThan(500);
    expect(answer.total.calls).toBe(calls);
    expect(answer.total.by_outcome).toEqual(Object.fromEntries(rows.map((row) => [row.outcome, row.calls])));
    expect(answer.points.reduce((sum, point) => sum + point.calls, 0)).toBe(calls);
    expect(answer.groups).toHaveLength(rows.length);
    const exact = await pool.query<{ p: number[] }>(
      `SELECT percentile_disc(ARRAY[0.5, 0.9, 0.95, 0.99]) WITHIN GROUP (ORDER BY latency_ms) AS p
         FROM tool_call_logs WHERE ts >= $1 AND ts < $2`,
      [answer.from, answer.to],
    );
    const { p50, p90, p95, p99 } = answer.total.latency_ms;
    for (const [index, value] of [p50, p90, p95, p99].entries()) {
      const error = Math.abs((value ?? 0) / (exact.rows[0]?.p[index] ?? 1) - 1);
      expect(error).toBeLessThanOrEqual(RELATIVE_ERROR + 1e-4);
    }
  });

  it('is compared with the window before it', async () => {
    await fill(300, ago(2 * HOUR_MS - 300_000), ago(HOUR_MS + 120_000));
    await fill(100, ago(HOUR_MS - 120_000), ago(60_000));
    const answer = await ask({ window: '1h' });
    expect([answer.total.calls, answer.previous.calls]).toEqual([100, 300]);
  });

  it('of nothing is nothing', async () => {
    const answer = await ask({ window: '15m' });
    expect(answer.total).toMatchObject({ calls: 0, error_rate: null, latency_ms: { p50: null } });
    expect(answer.points).toHaveLength(15);
  });
});

const write = async (records: CallRecord[]) => (await pool.query(INSERT, toParameters(records))).rowCount;

function record(at: Date): CallRecord {
  const texts = Object.fromEntries(COLUMNS.map(([name]) => [name, null]));
  return {
    ...texts,
    arrivedAt: at.getTime(),
    id: randomUUID(),
    instanceId: 'i',
    requestId: 'r',
    traceId: 't',
    spanId: 's',
    sourceType: 'server',
    server: 'server-0',
    tool: 'late',
    outcome: 'ok',
    httpStatus: 200,
    latencyMs: 3,
    upstreamMs: 1,
    requestBytes: 1,
    responseBytes: 2,
    argumentTokens: 3,
    resultTokens: 4,
    truncated: false,
    maskCounts: {},
    serverId: null,
    keyId: null,
    keyName: null,
    clientAddress: null,
    clientName: null,
    clientVersion: null,
    protocolVersion: null,
    sessionHash: null,
    method: null,
    jsonrpcId: null,
    errorCategory: null,
    errorCode: null,
    errorMessage: null,
    arguments: null,
    response: null,
  } as unknown as CallRecord;
}
