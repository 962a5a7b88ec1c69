import type pg from 'pg';
import { bucketSql } from './sketch';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/**
 * A minute is computed this long after its end. A write that took it for open when it began, and so noted nothing, is
 * over by then: PostgreSQL ends it after two seconds (lib/database/connections.ts).
 */
const GRACE = `interval '15 seconds'`;
/** So many minutes are computed in one transaction. */
const CHUNK = 60;
/** So many transactions a run of the job makes at most; the next run goes on. */
const MAX_CHUNKS = 200;

/**
 * Brings the roll-ups up to date: the minutes that have ended since the last run, and those that a row came to late.
 * Each is computed anew from the rows, so that running it twice, or again after a crash, changes nothing. One replica
 * at a time (lib/boot/jobs.ts).
 *
 * @returns how many minutes were computed
 */
export async function computeRollups(pool: pg.Pool): Promise<number> {
  let minutes = 0;
  for (let chunk = 0; chunk < MAX_CHUNKS; chunk += 1) {
    const done = await inTransaction(pool, computeChunk);
    minutes += done.minutes;
    if (done.isUpToDate) break;
  }
  return minutes;
}

async function computeChunk(client: pg.ClientBase): Promise<{ minutes: number; isUpToDate: boolean }> {
  const { computed, horizon } = await readState(client);
  const end = Math.min(horizon, computed + CHUNK * MINUTE_MS);
  // First the notes, then the rows: what is committed in between has left a note that this one does not take away.
  const touched = await client.query<{ minute: Date }>(
    'DELETE FROM call_rollup_touched WHERE minute < $1 RETURNING minute',
    [new Date(end)],
  );
  const minutes = new Set<number>();
  for (let minute = computed; minute < end; minute += MINUTE_MS) minutes.add(minute);
  for (const row of touched.rows) minutes.add(row.minute.getTime());
  if (minutes.size > 0) {
    await replace(client, 'call_minutes', [...minutes], FROM_ROWS);
    const hours = new Set([...minutes].map((minute) => minute - (minute % HOUR_MS)));
    // An hour that still runs is read by its minutes.
    const whole = [...hours].filter((hour) => hour + HOUR_MS <= end);
    await replace(client, 'call_hours', whole, FROM_MINUTES);
  }
  await client.query(
    `INSERT INTO call_rollup_state (id, computed) VALUES (1, $1)
     ON CONFLICT (id) DO UPDATE SET computed = greatest(call_rollup_state.computed, excluded.computed)`,
    [new Date(Math.max(end, computed))],
  );
  return { minutes: minutes.size, isUpToDate: end >= horizon };
}

/** From when on minutes are not computed yet, and up to when they can be now. */
async function readState(client: pg.ClientBase): Promise<{ computed: number; horizon: number }> {
  const { rows } = await client.query<{ computed: Date | null; horizon: Date }>(
    `SELECT coalesce(
              (SELECT computed FROM call_rollup_state),
              (SELECT date_trunc('hour', min(ts), 'UTC') FROM tool_call_logs)) AS computed,
            date_trunc('minute', clock_timestamp() - ${GRACE}) AS horizon`,
  );
  const horizon = rows[0]?.horizon.getTime() ?? 0;
  return { computed: rows[0]?.computed?.getTime() ?? horizon - (horizon % HOUR_MS), horizon };
}

async function replace(
  client: pg.ClientBase,
  table: string,
  starts: number[],
  source: string,
): Promise<void> {
  if (starts.length === 0) return;
  const values = [starts.map((start) => new Date(start))];
  await client.query(`DELETE FROM ${table} WHERE start = ANY ($1::timestamptz[])`, values);
  await client.query(`INSERT INTO ${table} ${source}`, values);
}

const KEY = 'start, server, tool, source, key_id, outcome';

/** One sketch: bucket and count of each key, as two arrays. `counted` is a query of key, bucket and count. */
const sketchOf = (name: string, counted: string) =>
  `${name} AS (SELECT ${KEY}, array_agg(bucket ORDER BY bucket) AS buckets, array_agg(n ORDER BY bucket) AS counts
     FROM (${counted}) AS counted GROUP BY ${KEY})`;

const FROM_ROWS = `
  WITH calls AS (
    SELECT minute.start, server, tool, source_type AS source, coalesce(key_id::text, '') AS key_id,
           coalesce(key_name, '') AS key_name, outcome, latency_ms,
           greatest(latency_ms - coalesce(upstream_ms, 0), 0) AS gateway_ms, request_bytes, response_bytes,
           coalesce(argument_tokens, 0) AS argument_tokens, coalesce(result_tokens, 0) AS result_tokens
      FROM unnest($1::timestamptz[]) AS minute (start)
      JOIN tool_call_logs AS logs ON logs.ts >= minute.start AND logs.ts < minute.start + interval '1 minute'),
  totals AS (
    SELECT ${KEY}, max(key_name) AS key_name, count(*) AS calls, sum(latency_ms) AS latency_ms,
           sum(gateway_ms) AS gateway_ms, sum(request_bytes) AS request_bytes, sum(response_bytes) AS response_bytes,
           sum(argument_tokens) AS argument_tokens, sum(result_tokens) AS result_tokens
      FROM calls GROUP BY ${KEY}),
  ${sketchOf('latency', `SELECT ${KEY}, ${bucketSql('latency_ms')} AS bucket, count(*) AS n FROM calls GROUP BY ${KEY}, bucket`)},
  ${sketchOf('gateway', `SELECT ${KEY}, ${bucketSql('gateway_ms')} AS bucket, count(*) AS n FROM calls GROUP BY ${KEY}, bucket`)}
  ${columns()} FROM totals JOIN latency USING (${KEY}) JOIN gateway USING (${KEY})`;

const FROM_MINUTES = `
  WITH minutes AS (
    SELECT hour.start, server, tool, source, key_id, key_name, outcome, calls, latency_ms, gateway_ms, latency_buckets,
           latency_counts, gateway_buckets, gateway_counts, request_bytes, response_bytes, argument_tokens, result_tokens
      FROM unnest($1::timestamptz[]) AS hour (start)
      JOIN call_minutes AS m ON m.start >= hour.start AND m.start < hour.start + interval '1 hour'),
  totals AS (
    SELECT ${KEY}, max(key_name) AS key_name, sum(calls) AS calls, sum(latency_ms) AS latency_ms,
           sum(gateway_ms) AS gateway_ms, sum(request_bytes) AS request_bytes, sum(response_bytes) AS response_bytes,
           sum(argument_tokens) AS argument_tokens, sum(result_tokens) AS result_tokens
      FROM minutes GROUP BY ${KEY}),
  ${sketchOf('latency', merged('latency'))},
  ${sketchOf('gateway', merged('gateway'))}
  ${columns()} FROM totals JOIN latency USING (${KEY}) JOIN gateway USING (${KEY})`;

function merged(name: string): string {
  return `SELECT ${KEY}, bucket, sum(n)::bigint AS n
            FROM minutes, unnest(${name}_buckets, ${name}_counts) AS part (bucket, n) GROUP BY ${KEY}, bucket`;
}

/** In the order of the table's columns. */
function columns(): string {
  return `SELECT start, server, tool, source, key_id, key_name, outcome, calls, latency_ms, gateway_ms,
                 latency.buckets, latency.counts, gateway.buckets, gateway.counts,
                 request_bytes, response_bytes, argument_tokens, result_tokens`;
}

async function inTransaction<T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    // The connection is not used again: whatever state the transaction is in ends with it.
    client.release(true);
    throw error;
  }
}
