import type pg from 'pg';
import { messageOf } from '../errors';
import type { CallRecord } from '../record/call';
import { logger } from '../log/log';
import { afterwards } from '../record/afterwards';
import { slot } from '../once';
import { HeldConnection } from './devices/held-connection';
import { COLUMNS, degrade, INSERT, toParameters } from './row';

/** Puts sealed records into tool_call_logs. */
export interface AuditWriter {
  /**
   * Calls back once: true when the row is durable (committed with synchronous_commit), false when it is
   * lost: PostgreSQL refused or did not answer in time, or too much is waiting.
   */
  append(record: CallRecord, done: (durable: boolean) => void): void;
  /** Whether a row would be taken now, for who only wants to know. */
  accepts(): boolean;
  /**
   * Whether a call may be made now; when not, it is refused before it reaches the upstream. After a failure
   * the first call that will leave a row is a trial, and until its row is written the others are refused.
   */
  admits(leavesRow: boolean): boolean;
  /** What waits for its write or is being written, for the metrics. */
  waiting(): { rows: number; oldestMs: number };
  /** Waits for what is queued, at most until the deadline, and gives the connections back. */
  drain(deadlineMs: number): Promise<void>;
}

export interface AuditWriterOptions {
  maxBatchRows: number;
  maxBatchCharacters: number;
  maxWaitingRows: number;
  maxWaitingCharacters: number;
  flushesInFlight: number;
  /** how many rows must wait for a second write to start beside the first */
  secondFlushRows: number;
  /** a write that takes longer counts as failed; PostgreSQL's own statement_timeout stands at the same */
  deadlineMs: number;
  /** a database that failed is asked after that time whether it is back; the pause doubles each time */
  probeMs: number;
  longestProbeMs: number;
  /** a trial call that has not been written by then is given up, and another may be made */
  trialMs: number;
}

export const DEFAULT_AUDIT_OPTIONS: AuditWriterOptions = {
  maxBatchRows: 500,
  maxBatchCharacters: 4 * 1024 * 1024,
  maxWaitingRows: 20_000,
  maxWaitingCharacters: 64 * 1024 * 1024,
  flushesInFlight: 2,
  secondFlushRows: 64,
  deadlineMs: 2_000,
  probeMs: 500,
  longestProbeMs: 5_000,
  trialMs: 5_000,
};

/** What the writer tells of itself; boot hands the listeners in. */
export interface AuditEvents {
  /** so many rows were written, written without their payload, or lost */
  rows(result: 'written' | 'degraded' | 'lost', count: number): void;
  /** one write is over; called after the answers that waited for it */
  write(write: AuditWrite): void;
  /** these rows are lost, as far as anybody knows: their write was not answered, or not in time */
  gaveUp(records: readonly CallRecord[]): void;
  /** PostgreSQL takes rows again */
  back(): void;
}

/** How one write to tool_call_logs went. */
export interface AuditWrite {
  sql: string;
  records: readonly CallRecord[];
  /** milliseconds since 1970 */
  startedAt: number;
  durationMs: number;
  failure: string | null;
}

interface Waiting {
  record: CallRecord;
  characters: number;
  /** performance.now() when it was brought */
  since: number;
  done: (durable: boolean) => void;
}

/**
 * Group commit: a batch is what queued up while the last one was written, so a lone call pays one commit
 * and a hundred concurrent ones share it. No timer, no linger: a write waits for nothing but the turn of the
 * event loop. A row that PostgreSQL refuses (what it cannot store) is found by halving the batch and written
 * without its payload; its neighbours are not hurt.
 */
export function createAuditWriter(
  pool: pg.Pool,
  events: AuditEvents,
  options: AuditWriterOptions = DEFAULT_AUDIT_OPTIONS,
): AuditWriter {
  const queue: Waiting[] = [];
  const connections = Array.from(
    { length: options.flushesInFlight },
    () => new HeldConnection(pool, options.deadlineMs),
  );
  const free = [...connections];
  /** what is being written; a batch is in here from its first attempt to the settling of its last row */
  const inFlight = new Set<Waiting>();
  let waitingCharacters = 0;
  let scheduled = false;
  /** `trial`: the probe was written, no row has been yet */
  let state: 'up' | 'down' | 'trial' = 'up';
  let trialUntilMs = 0;
  let pauseMs = options.probeMs;
  let probe: NodeJS.Timeout | undefined;

  const settle = (batch: Waiting[], result: 'written' | 'degraded' | 'lost') => {
    events.rows(result, batch.length);
    for (const row of batch) {
      inFlight.delete(row);
      try {
        row.done(result !== 'lost');
      } catch (error) {
        // One call that cannot be answered must not keep the others from their answers.
        logger().error({ call_id: row.record.id, error: messageOf(error) }, 'a call could not go on');
      }
    }
  };

  /** The first write starts as soon as a row waits; a second one beside it only when many do. */
  const worthAnother = () =>
    queue.length >= (free.length === connections.length ? 1 : options.secondFlushRows);

  /** At the end of this turn of the event loop, so that calls that end in it share one write. */
  const schedule = () => {
    if (!scheduled) setImmediate(pump);
    scheduled = true;
  };

  const pump = () => {
    scheduled = false;
    while (worthAnother()) {
      const connection = free.pop();
      if (!connection) return;
      const batch = takeBatch(queue, options);
      for (const row of batch) {
        waitingCharacters -= row.characters;
        inFlight.add(row);
      }
      flush(batch, connection, () => {
        free.push(connection);
        schedule();
      });
    }
  };

  const flush = (batch: Waiting[], connection: HeldConnection, over: () => void): void => {
    const records = batch.map((row) => row.record);
    const startedAt = Date.now();
    const startedMs = performance.now();
    insert(connection, records, (error) => {
      const durationMs = performance.now() - startedMs;
      const failure = error && messageOf(error);
      afterwards(() => events.write({ sql: INSERT, records, startedAt, durationMs, failure }));
      if (error === null) {
        markUp();
        settle(batch, 'written');
        return over();
      }
      if (isRowsFault(error)) return isolate(batch, connection, over);
      markDown(error);
      events.gaveUp(records);
      settle(batch, 'lost');
      return over();
    });
  };

  /** Halves until the refused row stands alone; that one is stored without its payload. */
  const isolate = (batch: Waiting[], connection: HeldConnection, over: () => void): void => {
    const [only] = batch;
    if (batch.length > 1 || !only) {
      const middle = Math.ceil(batch.length / 2);
      return flush(batch.slice(0, middle), connection, () => flush(batch.slice(middle), connection, over));
    }
    return insert(connection, [degrade(only.record)], (error) => {
      const call = { call_id: only.record.id, error: messageOf(error) };
      if (error !== null) logger().error(call, 'an audit row could not be stored');
      settle(batch, error === null ? 'degraded' : 'lost');
      over();
    });
  };

  const markUp = () => {
    if (state !== 'trial') return;
    state = 'up';
    pauseMs = options.probeMs;
    logger().info('the audit log is written again');
  };

  const markDown = (error: unknown) => {
    if (state === 'down') return;
    const again = state === 'trial';
    state = 'down';
    logger().error(
      { error: messageOf(error) },
      again
        ? 'the audit log still cannot be written: calls are refused until it can'
        : 'the audit log cannot be written: calls are refused until it can',
    );
    askLater();
  };

  const askLater = () => {
    probe = setTimeout(askWhetherBack, pauseMs).unref();
    pauseMs = Math.min(pauseMs * 2, options.longestProbeMs);
  };

  const askWhetherBack = () => {
    const connection = free.pop();
    if (!connection) return askLater();
    return connection.query(
      () => ({ text: PROBE }),
      (failure) => {
        free.push(connection);
        if (failure) return askLater();
        state = 'trial';
        trialUntilMs = 0;
        events.back();
        logger().info('the audit log may be written again: one call is let through to try');
        return pump();
      },
    );
  };

  const hasRoom = () =>
    queue.length < options.maxWaitingRows && waitingCharacters < options.maxWaitingCharacters;
  const accepts = () => {
    if (state === 'down' || !hasRoom()) return false;
    return state === 'up' || performance.now() >= trialUntilMs;
  };

  return {
    append(record, done) {
      const characters = (record.arguments?.length ?? 0) + (record.response?.length ?? 0) + 512;
      if (
        state === 'down' ||
        queue.length >= options.maxWaitingRows ||
        waitingCharacters + characters > options.maxWaitingCharacters
      ) {
        events.rows('lost', 1);
        return done(false);
      }
      waitingCharacters += characters;
      queue.push({ record, characters, since: performance.now(), done });
      schedule();
    },
    accepts,
    admits(leavesRow) {
      if (state === 'trial' && !leavesRow) return hasRoom();
      if (!accepts()) return false;
      if (state === 'trial') trialUntilMs = performance.now() + options.trialMs;
      return true;
    },
    waiting() {
      const rows = inFlight.size + queue.length;
      // Batches are taken in order, so the oldest is the first of those in flight, or of the queue.
      const [flying] = inFlight;
      const oldest = flying ?? queue[0];
      return { rows, oldestMs: oldest ? performance.now() - oldest.since : 0 };
    },
    async drain(deadlineMs) {
      const deadline = Date.now() + deadlineMs;
      const isBusy = () => queue.length > 0 || free.length < connections.length;
      while (isBusy() && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
      clearTimeout(probe);
      for (const connection of connections) connection.close();
    },
  };
}

function takeBatch(queue: Waiting[], options: AuditWriterOptions): Waiting[] {
  let characters = 0;
  let rows = 0;
  while (rows < queue.length && rows < options.maxBatchRows) {
    characters += queue[rows]?.characters ?? 0;
    if (rows > 0 && characters > options.maxBatchCharacters) break;
    rows += 1;
  }
  return queue.splice(0, rows);
}

/**
 * What a database that failed is asked: a write that needs disk and is durable, as a row is. "SELECT 1" is
 * answered on a full disk too. A quarter of a megabyte does not fit into what a table has left over, and random
 * text is not compressed away. The table has one row, so that it does not grow.
 */
const PROBE = `INSERT INTO audit_probe (id, at, filler)
  SELECT 1, now(), string_agg(md5(random()::text), '') FROM generate_series(1, 8192)
  ON CONFLICT (id) DO UPDATE SET at = excluded.at, filler = excluded.filler`;

const STATEMENT = `audit-${COLUMNS.length}`;

/**
 * Calls back once, with the error or null. A write that has left rows out, though it came in time, met a clock that was
 * set anew since it was measured: it is done once more, on another connection.
 */
function insert(
  connection: HeldConnection,
  records: readonly CallRecord[],
  done: (error: Error | null) => void,
  isAgain = false,
): void {
  let values: string[];
  try {
    values = toParameters(records);
  } catch (error) {
    return done(error instanceof Error ? error : new Error(String(error)));
  }
  return connection.query(
    (lateAt) => ({ name: STATEMENT, text: INSERT, values: [...values, String(lateAt)] }),
    (error, rows) => {
      if (error !== null || rows >= records.length) return done(error);
      connection.renew();
      if (isAgain) return done(new Error(`only ${rows} of ${records.length} rows were written`));
      return insert(connection, records, done, true);
    },
  );
}

/** SQLSTATE classes that blame the values: 22 (data) and 54 (limits). A missing partition (23514) is nobody's value. */
function isRowsFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:22|54)/.test(code);
}

const current = slot<AuditWriter>('audit/append');

/** Set by boot. */
export const publishAuditWriter = (writer: AuditWriter): void => current.set(writer);

/** The process's writer, or undefined before boot and without the gateway. */
export const auditWriter = (): AuditWriter | undefined => current.peek();
