import type { Guest } from './guest';
import type { Pending } from './pending';

/** More than any honest server asks at once. */
const MAX_OPEN = 256;

interface Question {
  guest: Guest;
  /** the request that it went out with */
  pending: Pending | undefined;
}

/** Requests of a server (sampling, elicitation, roots) that wait for an agent's answer. */
export class Questions {
  private readonly open = new Map<string, Question>();

  /** Whether there is no room for one more: what went out with a request ends with it, and so must not make room. */
  get isFull(): boolean {
    return this.open.size >= MAX_OPEN && this.oldestWithoutRequest() === undefined;
  }

  /** @param key of the server's id */
  asked(key: string, guest: Guest, pending: Pending | undefined): void {
    this.take(key);
    const oldest = this.open.size >= MAX_OPEN ? this.oldestWithoutRequest() : undefined;
    if (oldest !== undefined) this.open.delete(oldest);
    if (pending) pending.questions += 1;
    this.open.set(key, { guest, pending });
  }

  /** The question is over. @returns whom it was put to; undefined when there is none of that id */
  take(key: string): Question | undefined {
    const question = this.open.get(key);
    this.open.delete(key);
    if (question?.pending) question.pending.questions -= 1;
    return question;
  }

  /** Whether this agent was asked: nobody answers in another's place. */
  wasPutTo(guest: Guest, key: string): boolean {
    return this.open.get(key)?.guest === guest;
  }

  /** The agent has gone. */
  forgetGuest(guest: Guest): void {
    for (const [key, question] of this.open) if (question.guest === guest) this.take(key);
  }

  /** The request that they went out with is over. */
  forget(pending: Pending): void {
    if (pending.questions === 0) return;
    for (const [key, question] of this.open) if (question.pending === pending) this.open.delete(key);
  }

  /** Nothing ends such a question but its answer, which may never come. */
  private oldestWithoutRequest(): string | undefined {
    for (const [key, { pending }] of this.open) if (!pending) return key;
    return undefined;
  }
}
