import type pg from 'pg';
import { dayOfPartition, DAY_MS, type Day } from './rules';
import type { ServerRows, StoredDay } from './plan';

/**
 * The days that are stored, from the catalogue, without a look at a row. Bytes are those of the table, its long
 * values and its indexes: not of the maps beside them, which a vacuum changes at any time.
 */
export async function storedDays(database: pg.Pool | pg.ClientBase): Promise<StoredDay[]> {
  const { rows } = await database.query<{ name: string; bytes: number; rows_about: number }>(
    `SELECT c.relname AS name, pg_stat_get_live_tuples(c.oid)::float8 AS rows_about, (
              SELECT coalesce(sum(pg_relation_size(part.oid)), 0)::float8 FROM (
                SELECT c.oid
                UNION ALL SELECT c.reltoastrelid WHERE c.reltoastrelid <> 0
                UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid IN (c.oid, c.reltoastrelid)
              ) AS part (oid)) AS bytes
       FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'tool_call_logs'::regclass AND NOT i.inhdetachpending
      ORDER BY c.relname`,
  );
  return rows.flatMap(({ name, bytes, rows_about: rowsAbout }) => {
    const day = dayOfPartition(name);
    return day === undefined ? [] : [{ day, bytes, rowsAbout }];
  });
}

/** The rows of one day by server, read from an index of its partition alone. */
export async function countDay(database: pg.Pool | pg.ClientBase, day: Day): Promise<ServerRows[]> {
  const { rows } = await database.query<ServerRows>(
    `SELECT server, count(*)::float8 AS rows,
            (extract(epoch FROM min(ts)) * 1000)::float8 AS oldest,
            (extract(epoch FROM max(ts)) * 1000)::float8 AS newest
       FROM tool_call_logs WHERE ts >= $1 AND ts < $2
      GROUP BY server ORDER BY count(*) DESC, server`,
    [new Date(day * DAY_MS), new Date((day + 1) * DAY_MS)],
  );
  return rows;
}
