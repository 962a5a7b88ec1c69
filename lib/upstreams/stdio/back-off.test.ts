import { describe, expect, it } from 'vitest';
import { BackOff } from './back-off';

describe('what failed to start', () => {
  it('is left alone for half a second, then twice as long each time, at most half a minute', () => {
    const backOff = new BackOff();
    const waits = Array.from({ length: 9 }, () => {
      backOff.failed('a', 'why', 0, 0);
      return backOff.wait('a', 0)?.ms;
    });
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(backOff.wait('a', 30_001)).toBeNull();
    expect(backOff.wait('b', 0)).toBeNull();
  });

  it('starts anew when it worked, or when it was long ago', () => {
    const backOff = new BackOff();
    backOff.failed('a', 'why', 0, 0);
    backOff.failed('b', 'why', 0, 0);
    backOff.worked('a');
    backOff.forgetOld(6 * 60_000);
    for (const key of ['a', 'b']) {
      backOff.failed(key, 'again', 0, 1_000_000);
      expect(backOff.wait(key, 1_000_000)).toEqual({ ms: 500, why: 'again' });
    }
  });

  it('may be forgiven a first time', () => {
    const backOff = new BackOff();
    backOff.failed('a', 'why', 1, 0);
    expect(backOff.wait('a', 0)).toBeNull();
    backOff.failed('a', 'why', 1, 0);
    expect(backOff.wait('a', 0)?.ms).toBe(500);
  });
});
