import type { Guest } from './guest';
import { keyOf } from './message-text';
import type { PostAnswer } from './post-answer';

/** A request of an agent that the server has not answered yet. */
export interface Pending {
  readonly guest: Guest;
  readonly method: string;
  /** the id as it stands in the agent's text, and as the server was given it */
  readonly idText: string;
  readonly sentId: string;
  /** the progress token, likewise; null where the agent wants none */
  readonly tokenText: string | null;
  readonly sentToken: string | null;
  /** it named a protocol version of its own (2026-07-28), so its errors have HTTP statuses */
  readonly isModern: boolean;
  /** whether messages that answer nothing may go out with it */
  readonly carries: boolean;
  readonly answer: PostAnswer;
  timer: NodeJS.Timeout | undefined;
  /** questions of the server that wait for the agent: as long, silence is not the server's */
  questions: number;
  /** the process is not read for as long as this agent does not read */
  isHolding: boolean;
}

/** The requests in flight of one process. */
export class PendingRequests {
  private readonly byId = new Map<string, Pending>();
  private readonly byToken = new Map<string, Pending>();

  get size(): number {
    return this.byId.size;
  }

  add(pending: Pending): void {
    this.byId.set(keyOf(pending.sentId), pending);
    if (pending.sentToken !== null) this.byToken.set(keyOf(pending.sentToken), pending);
  }

  has(pending: Pending): boolean {
    return this.byId.get(keyOf(pending.sentId)) === pending;
  }

  /** @param key of an id as the server knows it */
  withId(key: string): Pending | undefined {
    return this.byId.get(key);
  }

  /** @param key of a token as the server knows it */
  withToken(key: string): Pending | undefined {
    return this.byToken.get(key);
  }

  remove(pending: Pending): void {
    clearTimeout(pending.timer);
    if (this.has(pending)) this.byId.delete(keyOf(pending.sentId));
    if (pending.sentToken !== null) this.byToken.delete(keyOf(pending.sentToken));
  }

  /** The one that runs, if it is only one. */
  only(): Pending | undefined {
    const [first, ...others] = this.byId.values();
    return others.length === 0 ? first : undefined;
  }

  of(guest: Guest): Pending[] {
    return this.all().filter((pending) => pending.guest === guest);
  }

  /** In the order in which they came. */
  all(): Pending[] {
    return [...this.byId.values()];
  }
}
