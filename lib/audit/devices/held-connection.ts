import pg from 'pg';

/** Called once. @param rows how many the query has written; 0 with an error */
type Done = (error: Error | null, rows: number) => void;

interface Running {
  startedMs: number;
  done: Done;
}

/** Asks PostgreSQL for its clock: milliseconds since 1970. */
export const CLOCK = `SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now`;
/** What of the deadline PostgreSQL may begin in; the rest is for the commit and the way back. */
const BEGIN_WITHIN = 7 / 8;

/** A query's deadline is looked at this often in its length: it may be late by an eighth. */
const LOOKS = 8;

/**
 * A connection that is kept between queries, one query at a time, each with a deadline.
 *
 * Why not pool.query() and a timer for each query: pg and its pool set three for a query, our deadline was
 * a fourth, and with them nearly all that calls allocate survived young collections, which then took three
 * times as long: a fifth of the process's CPU (measured; docs/decisions/0005). Here one interval watches.
 */
export class HeldConnection {
  private client: pg.PoolClient | undefined;
  private running: Running | undefined;
  /** how far PostgreSQL's clock is ahead of this process's; measured anew with each connection */
  private aheadMs: number | undefined;
  private readonly watch: NodeJS.Timeout;

  constructor(
    private readonly pool: pg.Pool,
    private readonly deadlineMs: number,
  ) {
    this.watch = setInterval(() => this.checkDeadline(), deadlineMs / LOOKS).unref();
  }

  /**
   * Calls back once, with the error or null. A database that says nothing has failed at the deadline; the
   * connection is given up then, and the next query opens another.
   *
   * @param make the query. `lateAt` is the time by PostgreSQL's clock, in milliseconds since 1970, from which on it
   *   must not be carried out any more: who asked has been told by then that it was not.
   */
  query(make: (lateAt: number) => pg.QueryConfig, done: Done): void {
    const running = { startedMs: performance.now(), done };
    this.running = running;
    if (this.client) return this.send(this.client, make, running);
    return this.pool.connect((error, client) => {
      if (error || !client) return this.settle(running, error ?? new Error('no connection'));
      // The deadline has passed meanwhile.
      if (this.running !== running) return client.release();
      this.client = client;
      this.aheadMs = undefined;
      // Without a listener a connection that breaks while it idles would end the process.
      client.on('error', () => this.giveUp(client));
      return this.send(client, make, running);
    });
  }

  /** Gives the connection up, so that the next query opens another and measures its clock. */
  renew(): void {
    if (this.client) this.giveUp(this.client);
  }

  /** Gives the connection back to the pool and ends the watch. */
  close(): void {
    clearInterval(this.watch);
    this.client?.release();
    this.client = undefined;
  }

  private send(client: pg.PoolClient, make: (lateAt: number) => pg.QueryConfig, running: Running): void {
    if (this.aheadMs === undefined) return this.readClock(client, make, running);
    const waitedMs = performance.now() - running.startedMs;
    const lateAt = Date.now() - waitedMs + this.deadlineMs * BEGIN_WITHIN + this.aheadMs;
    return client.query(make(lateAt), (error: Error | null, result?: pg.QueryResult) => {
      if (error) this.noteError(client, error);
      this.settle(running, error ?? null, result?.rowCount ?? 0);
    });
  }

  private readClock(client: pg.PoolClient, make: (lateAt: number) => pg.QueryConfig, running: Running): void {
    const askedAt = Date.now();
    client.query({ text: CLOCK }, (error: Error | null, result?: pg.QueryResult<{ now: string }>) => {
      if (error) {
        this.noteError(client, error);
        return this.settle(running, error);
      }
      if (this.running !== running) return undefined;
      this.aheadMs = Number(result?.rows[0]?.now) - (askedAt + Date.now()) / 2;
      return this.send(client, make, running);
    });
  }

  /** What PostgreSQL itself refuses does the connection no harm; everything else may have. */
  private noteError(client: pg.PoolClient, error: Error): void {
    if (!(error instanceof pg.DatabaseError)) this.giveUp(client);
  }

  private settle(running: Running, error: Error | null, rows = 0): void {
    if (this.running !== running) return;
    this.running = undefined;
    running.done(error, rows);
  }

  private checkDeadline(): void {
    const { running, client } = this;
    if (!running || performance.now() - running.startedMs < this.deadlineMs) return;
    if (client) this.giveUp(client);
    this.settle(running, new Error(`no answer within ${this.deadlineMs} ms`));
  }

  private giveUp(client: pg.PoolClient): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.release(true);
  }
}
