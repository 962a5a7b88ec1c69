import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { DAY_MS, dayOfPartition, partitionOf, type Day, type Scope } from './rules';

/** A lock that is not had by then is given up and asked for again: who comes meanwhile must not queue behind it. */
export const LOCK_MS = 50;
const RETRY_MS = 200;
const RETRIES = 300;
const BATCH_ROWS = 1_000;

/** How many rows a partition holds. */
export async function countRows(client: pg.ClientBase, day: Day): Promise<number> {
  const { rows } = await client.query<{ rows: number }>(
    `SELECT count(*)::float8 AS rows FROM ${partitionOf(day)}`,
  );
  return rows[0]?.rows ?? 0;
}

/**
 * Takes a partition out of the table and drops it, unless it has more rows than expected afterwards: then it is put
 * back. CONCURRENTLY takes no lock that a write waits for; it waits for the transactions that run, and they do not
 * wait for it.
 *
 * @returns whether it is gone
 */
export async function dropPartition(client: pg.ClientBase, day: Day, expectedRows: number): Promise<boolean> {
  await detach(client, partitionOf(day));
  // From here on nothing can be written to it.
  if ((await countRows(client, day)) !== expectedRows) {
    await attach(client, day);
    return false;
  }
  await patiently(() => client.query(`DROP TABLE ${partitionOf(day)}`));
  return true;
}

async function detach(client: pg.ClientBase, name: string): Promise<void> {
  await patiently(async () => {
    // What a lock has cut short is half detached, and has to be finished rather than begun.
    const how = (await isPending(client, name)) ? 'FINALIZE' : 'CONCURRENTLY';
    await client.query(`ALTER TABLE tool_call_logs DETACH PARTITION ${name} ${how}`);
  });
}

/** PostgreSQL has left a constraint with the same bounds, so that no row is read. */
async function attach(client: pg.ClientBase, day: Day): Promise<void> {
  const [from, to] = [day, day + 1].map((one) => new Date(one * DAY_MS).toISOString());
  await patiently(() =>
    client.query(
      `ALTER TABLE tool_call_logs ATTACH PARTITION ${partitionOf(day)} FOR VALUES FROM ('${from}') TO ('${to}')`,
    ),
  );
}

async function isPending(client: pg.ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_inherits WHERE inhparent = 'tool_call_logs'::regclass AND inhdetachpending
        AND inhrelid = to_regclass($1)`,
    [name],
  );
  return rowCount === 1;
}

/** Repeats what a lock timeout has ended, for a minute. Throws what PostgreSQL throws. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const isLockTimeout = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isLockTimeout || attempt >= RETRIES) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/**
 * Puts back what a run that broke off has left outside the table: what was to go is planned anew.
 *
 * @returns the names of the partitions that are back
 */
export async function recoverPartitions(client: pg.ClientBase): Promise<string[]> {
  const pending = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'tool_call_logs'::regclass AND i.inhdetachpending`,
  );
  for (const { name } of pending.rows) await detach(client, name);
  const outside = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'tool_call_logs'::regclass)
        AND relkind = 'r' AND NOT relispartition AND relname ~ '^tool_call_logs_[0-9]{8}$'`,
  );
  for (const { name } of outside.rows) {
    const day = dayOfPartition(name);
    if (day !== undefined) await attach(client, day);
  }
  return outside.rows.map(({ name }) => name);
}

/**
 * A row's transaction as PostgreSQL numbers them today, with the epoch that xmin has not: the last one with these
 * 32 bits. A row so old that they have come round counts as written later, and stays.
 */
const WRITTEN_BY = `(SELECT CASE WHEN low <= top & 4294967295 THEN (top >> 32 << 32) + low
                                 ELSE greatest(((top >> 32) - 1 << 32) + low, 3) END
                       FROM (SELECT entry.xmin::text::bigint AS low,
                                    pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS top) AS numbers)`;

/**
 * Deletes the rows of a day that are in scope and that the snapshot could see, a thousand at a time.
 *
 * @param onBatch told how many rows each batch has removed; false ends the work
 */
export async function deleteRows(
  client: pg.ClientBase,
  { day, scope, snapshot }: { day: Day; scope: Scope; snapshot: string },
  onBatch: (rows: number) => Promise<boolean>,
): Promise<void> {
  const name = partitionOf(day);
  const servers = scope.kind === 'only' ? 'entry.server = ANY ($3)' : 'entry.server <> ALL ($3)';
  let after: [ts: string, id: string] = ['-infinity', '00000000-0000-0000-0000-000000000000'];
  for (;;) {
    const { rows } = await patiently(() =>
      client.query<{ rows: number; ts: string | null; id: string | null }>(
        `WITH batch AS (
         SELECT entry.ctid AS place, entry.ts, entry.id FROM ${name} AS entry
          WHERE (entry.ts, entry.id) > ($1::timestamptz, $2::uuid) AND ${servers}
            AND pg_visible_in_snapshot(${WRITTEN_BY}::text::xid8, $4::pg_snapshot)
          ORDER BY entry.ts, entry.id LIMIT ${BATCH_ROWS}
       ), gone AS (
         DELETE FROM ${name} AS entry USING batch WHERE entry.ctid = batch.place RETURNING 1
       )
       SELECT (SELECT count(*) FROM gone)::float8 AS rows, last.ts::text AS ts, last.id
         FROM (SELECT 1) AS one LEFT JOIN LATERAL (SELECT ts, id FROM batch ORDER BY ts DESC, id DESC LIMIT 1) AS last ON true`,
        [...after, scope.servers, snapshot],
      ),
    );
    const [batch] = rows;
    if (!batch || batch.ts === null || batch.id === null) return;
    after = [batch.ts, batch.id];
    if (!(await onBatch(batch.rows))) return;
  }
}

/** Removes what stood beside rows that are gone (tool_call_withheld). */
export async function pruneWithheld(client: pg.ClientBase, day: Day): Promise<void> {
  await client.query(
    `DELETE FROM tool_call_withheld w WHERE w.ts >= $1 AND w.ts < $2
        AND NOT EXISTS (SELECT FROM tool_call_logs l WHERE l.ts = w.ts AND l.id = w.id)`,
    [new Date(day * DAY_MS), new Date((day + 1) * DAY_MS)],
  );
}
