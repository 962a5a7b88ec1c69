import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { afterwards, catchUp } from './afterwards';

const done: number[] = [];
const bring = (from: number, to: number) => {
  for (let i = from; i < to; i += 1) afterwards(() => void done.push(i));
};

afterEach(() => {
  catchUp();
  done.length = 0;
});

describe('what may follow an answer', () => {
  it('is not done before the answer, and soon after it without being asked', async () => {
    bring(0, 3);
    expect(done).toEqual([]);
    await sleep(100);
    expect(done).toEqual([0, 1, 2]);
  });

  it('is done in this turn of the event loop when enough has come together', async () => {
    bring(0, 32);
    expect(done).toEqual([]);
    await new Promise(setImmediate);
    expect(done).toHaveLength(32);
  });

  it('is done at once, in order, when somebody wants to see it', () => {
    bring(0, 5);
    catchUp();
    expect(done).toEqual([0, 1, 2, 3, 4]);
    catchUp();
    expect(done).toHaveLength(5);
  });

  it('waits in bounded number', () => {
    bring(0, 5_000);
    expect(done.length).toBeGreaterThanOrEqual(5_000 - 1_024);
  });

  it('is done although what came before it throws', () => {
    afterwards(() => {
      throw new Error('broken');
    });
    bring(0, 2);
    catchUp();
    expect(done).toEqual([0, 1]);
  });
});
