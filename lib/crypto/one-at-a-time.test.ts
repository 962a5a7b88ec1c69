import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time';

describe('one at a time', () => {
  it('does one piece after the other, lets some wait and sends the rest away', async () => {
    const queue = oneAtATime(2);
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return 'done';
    };
    const taken = Array.from({ length: 5 }, () => queue(work));
    expect(taken.map((one) => one !== undefined)).toEqual([true, true, true, false, false]);
    await Promise.all(taken);
    expect(most).toBe(1);
    await expect(queue(work)).resolves.toBe('done');
  });

  it('goes on after work that failed', async () => {
    const queue = oneAtATime(1);
    await expect(queue(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(queue(async () => 1)).resolves.toBe(1);
  });
});
