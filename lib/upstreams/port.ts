import type { ServedServer } from '../directory/directory';
import type { Message } from '../record/call';
import type { Failure } from '../record/failure';

/**
 * The one thing that the gateway asks of an upstream, whatever kind it is: take a message, and let the answer come.
 * One folder beside this file for each kind; which kind a server has is decided in kinds.ts and nowhere else.
 */
export interface Upstreams {
  /** What the server calls itself in rows and spans. */
  placeOf(server: ServedServer): UpstreamPlace;
  /**
   * Sends a message. Exactly one of `answer.end` and `answer.fail` is called in the end, unless it is broken off.
   *
   * @returns breaks off: nothing more is sent, and the answer hears nothing more
   */
  send(server: ServedServer, message: UpstreamMessage, answer: Answer): () => void;
  /** Gives up what is held for servers that are gone or have changed. */
  prune(present: Iterable<{ id: string; target: ServedServer['target'] | null }>): void;
  /** Ends everything; part of a stop. */
  close(): Promise<void>;
}

/** Where a server is, as rows and spans show it. */
export interface UpstreamPlace {
  /** network.transport of the OpenTelemetry conventions */
  transport: 'tcp' | 'pipe';
  hostname: string | null;
  port: number | null;
  /** without anything that may be a credential */
  shown: string | null;
}

/** What the agent sent, ready to go on. */
export interface UpstreamMessage {
  /** POST brings a message, GET opens the stream of a session, DELETE ends the session */
  httpMethod: string;
  /** MCP's own headers and our trace; no credential of the agent's, and none of the upstream's yet */
  headers: Record<string, string>;
  /** the message's bytes, our trace context in them; null when there is none */
  body: Buffer | null;
  /** what the bytes say */
  message: Message | null;
  /** the session's id as the upstream gave it */
  sessionId: string | null;
  /** who calls: what is held for one key never serves another */
  keyId: string;
  /** silence is normal: the legacy GET stream and subscriptions/listen */
  openEnded: boolean;
}

/** The answer as it comes, for the gateway to take: head, then data, then end; or a failure at any time. */
export interface Answer {
  /** @param headers lower-case names */
  head(status: number, headers: Record<string, string | string[] | undefined>, flow: Flow): void;
  data(chunk: Buffer): void;
  end(): void;
  /** @param status the HTTP status that the upstream gave, where it is why the answer cannot be used */
  fail(failure: Failure, status?: number): void;
}

/** How the flow of an answer is steered. */
export interface Flow {
  pause(): void;
  resume(): void;
  abort(): void;
}
