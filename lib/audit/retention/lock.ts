import type pg from 'pg';
import { AppError } from '../../errors';
import { connections } from '../../database/connections';
import { LOCK_MS } from './partition';

/** Any constant will do, as long as every replica uses the same one. */
const LOCK_KEY = 7_416_021_813;

/** The connection that holds the right to remove rows. */
export interface Held {
  client: pg.PoolClient;
  release(): Promise<void>;
}

/** Takes the right, which one replica has at a time; it goes with the connection. null: another one has it. */
export async function holdCleanupLock(): Promise<Held | null> {
  const client = await connections().owner.connect();
  // Without a listener a connection that breaks would end the process; the query that runs fails by itself.
  const ignore = () => undefined;
  client.on('error', ignore);
  const give = (broken: boolean) => {
    client.off('error', ignore);
    client.release(broken);
  };
  try {
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
      LOCK_KEY,
    ]);
    if (rows[0]?.held !== true) {
      give(false);
      return null;
    }
    await client.query(`SET lock_timeout = ${LOCK_MS}`);
  } catch (error) {
    give(true);
    throw error;
  }
  return {
    client,
    async release() {
      const broken = await client
        .query(`RESET lock_timeout; SELECT pg_advisory_unlock(${LOCK_KEY})`)
        .then(() => false)
        .catch(() => true);
      give(broken);
    },
  };
}

/** Whether a run holds the right now, on whichever replica. */
export async function isCleanupLockHeld(): Promise<boolean> {
  const { rowCount } = await connections().direct.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32) + objid::bigint = $1`,
    [LOCK_KEY],
  );
  return (rowCount ?? 0) > 0;
}

export const isRunning = () =>
  new AppError('conflict', 'A cleanup runs already. Wait for its end, or cancel it.');
