import { createHash } from 'node:crypto';
import type pg from 'pg';

/**
 * Runs `work` while this process holds the lock of that name; when another replica has it, does nothing. The lock
 * belongs to a connection, so that it ends with a process that dies.
 *
 * @returns whether it was run
 */
export async function withAdvisoryLock(
  pool: pg.Pool,
  name: string,
  work: () => Promise<unknown>,
): Promise<boolean> {
  const client = await pool.connect();
  const key = [lockKey(name)];
  let isHeld = false;
  try {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', key);
    isHeld = rows[0]?.held ?? false;
    if (isHeld) await work();
    return isHeld;
  } finally {
    const isFree = !isHeld || (await client.query('SELECT pg_advisory_unlock($1)', key).then(yes, no));
    // A connection whose lock could not be given back is closed, which gives it back.
    client.release(!isFree);
  }
}

const yes = () => true;
const no = () => false;

/** A number for the name, the same on all replicas: PostgreSQL knows locks by 64 bits. */
const lockKey = (name: string): string =>
  createHash('sha256').update(`sightline ${name}`).digest().readBigInt64BE().toString();
