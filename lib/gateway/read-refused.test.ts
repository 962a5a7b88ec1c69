import { describe, expect, it } from 'vitest';
import { Strangers } from './read-refused';

describe('strangers', () => {
  it('have so many messages read and no more, until time has passed', async () => {
    const strangers = new Strangers();
    const admitted = Array.from({ length: 200 }, () => strangers.admit()).filter(Boolean).length;
    expect(admitted).toBeGreaterThanOrEqual(20);
    expect(admitted).toBeLessThan(40);
    await expect.poll(() => strangers.admit()).toBe(true);
  });
});
