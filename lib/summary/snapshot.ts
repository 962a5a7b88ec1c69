import type pg from 'pg';
import { connections } from '../database/connections';

/**
 * Runs `read` on one state of the database, so that roll-ups, rows and the line between them fit together whatever is
 * written meanwhile.
 */
export async function onSnapshot<T>(read: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await connections().direct.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const result = await read(client);
    await client.query('COMMIT');
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
