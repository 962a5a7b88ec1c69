import { describe, expect, it } from 'vitest';
import { Guest } from './guest';
import type { Pending } from './pending';
import { Questions } from './questions';

const guest = new Guest('session', 'key');

describe('questions of a server', () => {
  it('that nobody answers and no request ends make room for others, the oldest first', () => {
    const questions = new Questions();
    for (let id = 0; id < 300; id += 1) {
      expect(questions.isFull).toBe(false);
      questions.asked(String(id), guest, undefined);
    }
    expect(questions.wasPutTo(guest, '43')).toBe(false);
    expect(questions.wasPutTo(guest, '44')).toBe(true);
  });

  it('that went out with a request make none, and end with it', () => {
    const questions = new Questions();
    const pending = { questions: 0 } as Pending;
    for (let id = 0; id < 256; id += 1) questions.asked(String(id), guest, pending);
    expect(questions.isFull).toBe(true);
    questions.forget(pending);
    expect(questions.isFull).toBe(false);
  });

  it('go with the agent that they were put to', () => {
    const questions = new Questions();
    const pending = { questions: 0 } as Pending;
    questions.asked('1', guest, undefined);
    questions.asked('2', guest, pending);
    questions.forgetGuest(guest);
    expect([questions.wasPutTo(guest, '1'), questions.wasPutTo(guest, '2'), pending.questions]).toEqual([
      false,
      false,
      0,
    ]);
  });
});
