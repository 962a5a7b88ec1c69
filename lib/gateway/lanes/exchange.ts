import { Failure } from '../../record/failure';

/**
 * One HTTP request and the way to answer it, as both lanes hand it to the gateway. Our own small type,
 * because turning Node's objects into web objects and back would cost more than the gateway itself.
 */
export interface Exchange {
  readonly requestId: string;
  readonly method: string;
  /** what follows /mcp/, as it came; "" on /mcp itself */
  readonly slug: string;
  readonly clientAddress: string | null;
  /** Names in lower case. A header that came twice is joined with ", ", as HTTP has it. */
  header(name: string): string | undefined;
  /** Whether a header came more than once, though `header` may give only one of its values. */
  comesTwice(name: string): boolean;
  /** Names of all headers, for those that are forwarded by prefix. */
  headerNames(): string[];
  /**
   * The whole body. Throws Failure: request_too_large past `maxBytes`, client_gone when the client breaks off, and
   * what `room` says.
   */
  readBody(maxBytes: number, room?: Room): Promise<Buffer>;
  /** Calls back once when the client has gone before its answer was complete. */
  onGone(listener: () => void): void;
  readonly reply: Reply;
}

/**
 * Who sent a request, as far as it can be told.
 *
 * @param peer the address at the other end of the connection; null where the platform does not tell
 */
export type ClientAddress = (peer: string | null, forwardedFor: string | undefined) => string | null;

/** Asked for each piece of a body before it is kept. @returns why there is no room for it, or undefined */
export type Room = (bytes: number) => Failure | undefined;

/** The answer on its way to the agent. */
export interface Reply {
  /** Sets status and headers; they leave with the first byte of the body. */
  head(status: number, headers: Record<string, string>): void;
  /** Headers that the answer carries whoever gives it: a refusal, too. */
  always(headers: Record<string, string>): void;
  headSent(): boolean;
  /** Sends status and headers now, though no byte of the body is there yet. */
  flushHead(): void;
  /** @returns false when the agent reads slower than we write: wait for drained() */
  write(chunk: Uint8Array): boolean;
  drained(listener: () => void): void;
  end(chunk?: Uint8Array): void;
  /** Breaks the connection, so that a cut answer cannot be taken for a whole one. */
  destroy(): void;
}

/** What a lane throws when the body is longer than it may be. */
export const bodyTooLarge = (maxBytes: number): Failure =>
  new Failure('request_too_large', `The request is larger than ${maxBytes} bytes (MAX_BODY_BYTES).`);

/** What a lane throws when the client breaks off in the middle of its body. */
export const clientGone = (): Failure => new Failure('client_gone', 'The client broke off while sending.');
