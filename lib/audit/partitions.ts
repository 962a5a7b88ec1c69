import type pg from 'pg';
import { slot } from '../once';

const DAY_MS = 86_400_000;
/** So that a process whose job fails for days still has a partition to write to. */
const DAYS_AHEAD = 14;
/** A clock that is set back a little must not cost rows. */
const DAYS_BACK = 1;

/** @param day days since 1970 */
const nameOf = (day: number) =>
  `tool_call_logs_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;

/**
 * Makes the daily partitions of tool_call_logs from yesterday to two weeks ahead (UTC days); those that
 * exist are left alone. There is no default partition on purpose: it would stop retention from detaching
 * others without a lock.
 *
 * @returns how many were made
 */
export async function ensurePartitions(pool: pg.Pool, today: number = Date.now()): Promise<number> {
  const existing = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'tool_call_logs'::regclass`,
  );
  const known = new Set(existing.rows.map((row) => row.name));
  let made = 0;
  for (let day = -DAYS_BACK; day <= DAYS_AHEAD; day += 1) {
    const from = new Date(Math.floor(today / DAY_MS) * DAY_MS + day * DAY_MS);
    const name = nameOf(from.getTime() / DAY_MS);
    if (known.has(name)) continue;
    const to = new Date(from.getTime() + DAY_MS);
    await pool.query(makePartition(name, from, to));
    made += 1;
  }
  return made;
}

/** Any constant will do, as long as every replica uses the same one. */
const LOCK_KEY = 7_416_021_814;

/**
 * Made beside the table and then attached: CREATE … PARTITION OF would lock the whole table, and wait for those who
 * read it while all writes wait behind it. The indexes come with the attaching.
 */
const makePartition = (name: string, from: Date, to: Date): string => `DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(${LOCK_KEY});
  IF to_regclass('${name}') IS NULL THEN
    CREATE TABLE ${name} (LIKE tool_call_logs INCLUDING ALL EXCLUDING INDEXES);
    ALTER TABLE tool_call_logs ATTACH PARTITION ${name}
      FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}');
  END IF;
END $$`;

const horizon = slot<number>('audit/partitions/horizon');

/** Fewer days than this ahead are an alarm: somebody has to look before rows cannot be written. */
export const FEWEST_DAYS_AHEAD = 3;

/** Looks how far the partitions reach. Throws what PostgreSQL throws; what was known before stands then. */
export async function readHorizon(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'tool_call_logs'::regclass AND NOT i.inhdetachpending`,
  );
  const known = new Set(rows.map(({ name }) => name));
  let day = Math.floor(Date.now() / DAY_MS);
  while (known.has(nameOf(day))) day += 1;
  horizon.set(day);
}

/** Days after today that have a partition without a gap, by what was seen last: it falls while nobody can look. */
export const partitionsAhead = (now: number = Date.now()): number =>
  (horizon.peek() ?? 0) - 1 - Math.floor(now / DAY_MS);
