import type pg from 'pg';
import { messageOf } from '../errors';
import { isoTime } from '../iso-time';
import { logger } from '../log/log';
import type { CallRecord } from '../record/call';
import { MARK_WITHHELD } from './row';

const MAX_ROWS = 10_000;
/**
 * A statement that has begun ends within its timeout of two seconds, but a commit may wait for a disk: rows are looked for
 * when PostgreSQL is back, and once more after this time.
 */
const LOOK_AGAIN_MS = 10_000;

/** Rows of writes of which nobody heard how they ended: given up, their answers withheld. */
export interface UnsureRows {
  add(records: readonly CallRecord[]): void;
  /** PostgreSQL is back: looks which of them it has, now and a little later. */
  lookFor(): void;
  /** Looks a last time. */
  stop(): Promise<void>;
}

/**
 * A write that misses its deadline counts as lost, and INSERT sees to it that PostgreSQL does not carry it out later.
 * What is left is the write that had been carried out when the answer to it was lost, or was being committed: such
 * rows are found here, marked as withheld, and told of, so that row, counters and log line agree again.
 *
 * @param found called once for each row that is there
 */
export function createUnsureRows(pool: pg.Pool, found: (record: CallRecord) => void): UnsureRows {
  const unsure = new Map<string, CallRecord>();
  let again: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const records = [...unsure.values()];
    if (records.length === 0) return;
    try {
      const times = records.map((record) => isoTime(record.arrivedAt));
      const ids = records.map((record) => record.id);
      const there = await pool.query<{ id: string }>(MARK_WITHHELD, [times, ids]);
      for (const { id } of there.rows) {
        const record = unsure.get(id);
        unsure.delete(id);
        if (record) found(record);
      }
    } catch (error) {
      logger().warn({ error: messageOf(error) }, 'rows that were given up could not be looked for');
    }
  };

  return {
    add(records) {
      for (const record of records) {
        if (unsure.size >= MAX_ROWS) return;
        unsure.set(record.id, { ...record, arguments: null, response: null });
      }
    },
    lookFor() {
      void look();
      clearTimeout(again);
      again = setTimeout(() => void look().then(() => unsure.clear()), LOOK_AGAIN_MS).unref();
    },
    async stop() {
      clearTimeout(again);
      await look();
    },
  };
}
