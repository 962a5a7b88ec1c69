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

  get isFull(): boolean {
    return this.open.size >= MAX_OPEN;
  }

  /** @param key of the server's id */
  asked(key: string, guest: Guest, pending: Pending | undefined): void {
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

  /** The request that they went out with is over. */
  forget(pending: Pending): void {
    if (pending.questions === 0) return;
    for (const [key, question] of this.open) if (question.pending === pending) this.open.delete(key);
  }
}
