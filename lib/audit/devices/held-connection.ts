import pg from 'pg';

interface Running {
  startedMs: number;
  done: (error: Error | null) => void;
}

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
   */
  query(config: pg.QueryConfig, done: (error: Error | null) => void): void {
    const running = { startedMs: performance.now(), done };
    this.running = running;
    if (this.client) return this.send(this.client, config, running);
    return this.pool.connect((error, client) => {
      if (error || !client) return this.settle(running, error ?? new Error('no connection'));
      // The deadline has passed meanwhile.
      if (this.running !== running) return client.release();
      this.client = client;
      // Without a listener a connection that breaks while it idles would end the process.
      client.on('error', () => this.giveUp(client));
      return this.send(client, config, running);
    });
  }

  /** Gives the connection back to the pool and ends the watch. */
  close(): void {
    clearInterval(this.watch);
    this.client?.release();
    this.client = undefined;
  }

  private send(client: pg.PoolClient, config: pg.QueryConfig, running: Running): void {
    client.query(config, (error: Error | null) => {
      // What PostgreSQL itself refuses does the connection no harm; everything else may have.
      if (error && !(error instanceof pg.DatabaseError)) this.giveUp(client);
      this.settle(running, error ?? null);
    });
  }

  private settle(running: Running, error: Error | null): void {
    if (this.running !== running) return;
    this.running = undefined;
    running.done(error);
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
