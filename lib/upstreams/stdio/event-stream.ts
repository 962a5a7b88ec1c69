import type { Answer, Flow } from '../port';

/** What may wait for an agent before the server is held back, or the stream given up. */
const MAX_WAITING_BYTES = 1024 * 1024;

const BEFORE = Buffer.from('event: message\ndata: ');
const AFTER = Buffer.from('\n\n');

/** Who hears of an agent that reads slowly. */
export interface Pressure {
  /** more waits than may */
  full(): void;
  /** all of it has gone out */
  drained(): void;
}

/** Messages as server-sent events, in the answer to one request of an agent. */
export class EventStream {
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private isPaused = false;
  private isFull = false;
  private endsWhenDrained = false;
  private over = false;

  /** @param abort what the gateway calls to break it off */
  constructor(
    private readonly answer: Answer,
    headers: Record<string, string>,
    private readonly pressure: Pressure,
    abort: () => void,
  ) {
    const flow: Flow = { pause: () => (this.isPaused = true), resume: () => this.resume(), abort };
    answer.head(
      200,
      { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' },
      flow,
    );
  }

  /** @param message on one line */
  send(message: Buffer): void {
    if (this.over) return;
    const event = Buffer.concat([BEFORE, message, AFTER]);
    if (!this.isPaused) return this.answer.data(event);
    this.waiting.push(event);
    this.waitingBytes += event.length;
    if (this.isFull || this.waitingBytes <= MAX_WAITING_BYTES) return;
    this.isFull = true;
    this.pressure.full();
  }

  end(): void {
    if (this.waiting.length > 0) this.endsWhenDrained = true;
    else this.finish();
  }

  /** Says nothing more and keeps nothing. */
  drop(): void {
    this.over = true;
    this.waiting = [];
    this.relieve();
  }

  private resume(): void {
    this.isPaused = false;
    // Writing may pause it again.
    while (!this.isPaused && !this.over) {
      const event = this.waiting.shift();
      if (!event) break;
      this.waitingBytes -= event.length;
      this.answer.data(event);
    }
    if (this.waiting.length > 0) return;
    this.relieve();
    if (this.endsWhenDrained) this.finish();
  }

  private relieve(): void {
    if (!this.isFull) return;
    this.isFull = false;
    this.pressure.drained();
  }

  private finish(): void {
    if (this.over) return;
    this.over = true;
    this.answer.end();
  }
}
