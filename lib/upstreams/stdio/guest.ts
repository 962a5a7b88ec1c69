import type { Answer } from '../port';
import { EventStream } from './event-stream';

/** What is kept for an agent that has no stream open at the moment. */
const MAX_KEPT_MESSAGES = 64;
const MAX_KEPT_BYTES = 256 * 1024;

/** One agent's side of a server's process: its session, or, without one, all that its key asks. */
export class Guest {
  /** performance.now() of its last request */
  lastUsedMs = performance.now();
  /** the stream that the agent opened with GET */
  private stream: EventStream | undefined;
  private kept: Buffer[] = [];
  private keptBytes = 0;

  /** @param id of the session; null where the era has none */
  constructor(
    readonly id: string | null,
    readonly keyId: string,
  ) {}

  get hasStream(): boolean {
    return this.stream !== undefined;
  }

  /**
   * Opens the stream for what belongs to no request; an older one ends, whose connection may be long dead.
   *
   * @returns breaks it off
   */
  open(answer: Answer): () => void {
    this.stream?.end();
    const close = () => {
      stream.drop();
      if (this.stream === stream) this.stream = undefined;
    };
    const full = () => {
      // It is not read. The agent opens it again when it goes on; what comes until then is kept.
      close();
      answer.end();
    };
    const stream = new EventStream(answer, {}, { full, drained: () => undefined }, close);
    this.stream = stream;
    for (const message of this.takeKept()) stream.send(message);
    return close;
  }

  /** Sends it on the GET stream, or keeps it until there is a stream. @returns false when there was no room for it */
  send(message: Buffer): boolean {
    if (this.stream) {
      this.stream.send(message);
      return true;
    }
    if (this.kept.length >= MAX_KEPT_MESSAGES || this.keptBytes + message.length > MAX_KEPT_BYTES)
      return false;
    // A copy: the message is a part of a larger chunk, which would stay in memory with it.
    this.kept.push(Buffer.from(message));
    this.keptBytes += message.length;
    return true;
  }

  /** What waits for a stream, for the one that there is now. */
  takeKept(): Buffer[] {
    const { kept } = this;
    this.kept = [];
    this.keptBytes = 0;
    return kept;
  }

  /** The session is over: its stream ends. */
  end(): void {
    this.stream?.end();
    this.stream = undefined;
    this.kept = [];
  }
}
