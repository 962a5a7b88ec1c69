import { errors, type Dispatcher, type Pool } from 'undici';

/** More than that wait only for a server that does not answer any more. */
const MAX_WAITING = 1_024;
const MAX_WAITING_BYTES = 64 * 1024 * 1024;

/** What becomes of a request. */
export interface Sending extends Dispatcher.DispatchHandler {
  onRequestStart: NonNullable<Dispatcher.DispatchHandler['onRequestStart']>;
  /** @param controller undefined when it had no connection yet */
  onResponseError: (controller: Dispatcher.DispatchController | undefined, error: Error) => void;
}

export interface ConnectionsOptions {
  pool: Pool;
  /** how many requests may be under way at once; as many connections as the pool has */
  size: number;
  /** how long a request may wait for a connection */
  timeoutMs: number;
}

/**
 * One pool's connections, and the requests that wait for one. They wait here, because in undici's own queue they
 * would do so without bound, and one that was given up would stay there with its body.
 */
export class Connections {
  private readonly waiting = new Set<Turn>();
  private waitingBytes = 0;
  private running = 0;
  private isRetired = false;

  constructor(private readonly options: ConnectionsOptions) {}

  /** Sends the request as soon as a connection is free. @returns gives it up, if it still waits for one */
  send(request: Dispatcher.DispatchOptions, sending: Sending): () => void {
    const turn = new Turn(request, sending, () => this.over());
    if (this.running < this.options.size) {
      this.start(turn);
      return nothing;
    }
    if (this.waiting.size >= MAX_WAITING || this.waitingBytes + turn.bytes > MAX_WAITING_BYTES) {
      sending.onResponseError(undefined, new TooManyWaiting());
      return nothing;
    }
    this.waiting.add(turn);
    this.waitingBytes += turn.bytes;
    turn.timer = setTimeout(() => {
      this.remove(turn);
      sending.onResponseError(undefined, new errors.ConnectTimeoutError('no connection became free in time'));
    }, this.options.timeoutMs).unref();
    return () => this.remove(turn);
  }

  /** Takes nothing new any more, and closes when nothing waits. */
  retire(): void {
    this.isRetired = true;
    this.closeIfDone();
  }

  /** Ends everything. */
  async destroy(): Promise<void> {
    for (const turn of this.waiting) {
      this.remove(turn);
      turn.sending.onResponseError(undefined, new errors.ClientDestroyedError());
    }
    await this.options.pool.destroy();
  }

  private start(turn: Turn): void {
    this.running += 1;
    try {
      this.options.pool.dispatch(turn.request, turn);
    } catch (error) {
      turn.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** A request is over: the one that has waited for longest has its connection. */
  private over(): void {
    this.running -= 1;
    const [next] = this.waiting;
    if (next) {
      this.remove(next);
      this.start(next);
    }
    this.closeIfDone();
  }

  private remove(turn: Turn): void {
    clearTimeout(turn.timer);
    if (this.waiting.delete(turn)) this.waitingBytes -= turn.bytes;
  }

  private closeIfDone(): void {
    if (this.isRetired && this.waiting.size === 0) void this.options.pool.close().catch(() => undefined);
  }
}

const nothing = () => undefined;

/** No connection is free, and so many requests wait for one that no more may. */
export class TooManyWaiting extends Error {}

/** One request on its way: all that undici says of it goes on, and its end is noted. */
class Turn implements Dispatcher.DispatchHandler {
  timer: NodeJS.Timeout | undefined;
  readonly bytes: number;
  private isOver = false;

  constructor(
    readonly request: Dispatcher.DispatchOptions,
    readonly sending: Sending,
    private readonly over: () => void,
  ) {
    this.bytes = Buffer.isBuffer(request.body) ? request.body.length : 0;
  }

  onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.sending.onRequestStart(controller, context);
  }

  onResponseStart(...answer: Parameters<NonNullable<Sending['onResponseStart']>>): void {
    this.sending.onResponseStart?.(...answer);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.sending.onResponseData?.(controller, chunk);
  }

  onResponseEnd(...end: Parameters<NonNullable<Sending['onResponseEnd']>>): void {
    this.end();
    this.sending.onResponseEnd?.(...end);
  }

  onResponseError(controller: Dispatcher.DispatchController | undefined, error: Error): void {
    this.end();
    this.sending.onResponseError(controller, error);
  }

  private end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.over();
  }
}
