import type { Readable } from 'node:stream';

const WINDOW_MS = 1_000;

/**
 * Lets a stream flow at a bounded pace: past `bytesPerSecond` it is not read any more until the second is over. The
 * process at the other end then waits in its own write, so a flood costs neither memory nor the neighbours' time.
 */
export class Throttle {
  private spent = 0;
  private windowStart = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: Readable,
    private readonly bytesPerSecond: number,
    /** whether somebody else holds the stream, so that it must not be read on */
    private readonly isHeld: () => boolean = () => false,
  ) {}

  /** @returns whether the stream waits because of this */
  get waits(): boolean {
    return this.timer !== undefined;
  }

  spend(bytes: number): void {
    const now = performance.now();
    if (now - this.windowStart >= WINDOW_MS) {
      this.windowStart = now;
      this.spent = 0;
    }
    this.spent += bytes;
    if (this.spent <= this.bytesPerSecond || this.timer) return;
    this.stream.pause();
    this.timer = setTimeout(() => this.goOn(), WINDOW_MS - (now - this.windowStart)).unref();
  }

  /** The stream is no longer held back. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private goOn(): void {
    this.timer = undefined;
    if (!this.isHeld()) this.stream.resume();
  }
}
