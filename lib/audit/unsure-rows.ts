import type pg from 'pg';
import { messageOf } from '../errors';
import { isoTime } from '../iso-time';
import { logger } from '../log/log';
import type { CallRecord } from '../record/call';
import { countPartFailure } from '../record/part-failures';
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

  /** @returns the ids of which PostgreSQL has said that it has them or not; none when it could not be asked */
  const look = async (): Promise<readonly string[]> => {
    const records = [...unsure.values()];
    if (records.length === 0) return [];
    try {
      const times = records.map((record) => isoTime(record.arrivedAt));
      const ids = records.map((record) => record.id);
      const there = await pool.query<{ id: string }>(MARK_WITHHELD, [times, ids]);
      for (const { id } of there.rows) {
        const record = unsure.get(id);
        unsure.delete(id);
        if (record) found(record);
      }
      return ids;
    } catch (error) {
      logger().warn({ error: messageOf(error) }, 'rows that were given up could not be looked for');
      return [];
    }
  };

  /** Rows that came after the first look are looked for again, when PostgreSQL is back from what made them unsure. */
  const lookLater = (firstAsked: ReadonlySet<string>): void => {
    clearTimeout(again);
    again = setTimeout(() => {
      void look().then((asked) => {
        for (const id of asked) if (firstAsked.has(id)) unsure.delete(id);
        if (asked.length === 0 && unsure.size > 0) lookLater(firstAsked);
      });
    }, LOOK_AGAIN_MS).unref();
  };

  return {
    add(records) {
      let dropped = 0;
      for (const record of records) {
        if (unsure.size < MAX_ROWS) unsure.set(record.id, { ...record, arguments: null, response: null });
        else {
          dropped += 1;
          countPartFailure('unsure_rows');
        }
      }
      if (dropped > 0) logger().warn({ rows: dropped }, 'too many rows were given up to be looked for later');
    },
    lookFor() {
      const asked = new Set(unsure.keys());
      void look();
      lookLater(asked);
    },
    async stop() {
      clearTimeout(again);
      await look();
    },
  };
}
