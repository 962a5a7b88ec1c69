import { describe, expect, it } from 'vitest';
import { hasRun } from './rules';

describe('hasRun', () => {
  const slow = (text: string) => /[A-Za-z0-9_.+/=:-]{15}/.test(text);

  it.each([
    ['', false],
    ['x'.repeat(14), false],
    ['x'.repeat(15), true],
    [` ${'x'.repeat(15)}`, true],
    [`${'x'.repeat(14)} ${'x'.repeat(14)}`, false],
    [`${'é'.repeat(20)}ghp_0123456789a`, true],
    ['𝒳'.repeat(30), false],
  ])('%j: %s', (text, found) => expect(hasRun(text, 15)).toBe(found));

  it('finds what a regular expression finds', () => {
    // A fixed sequence of texts whose words are about as long as the run.
    let seed = 7;
    const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    let found = 0;
    for (let i = 0; i < 2_000; i += 1) {
      const words = Array.from({ length: 1 + next(8) }, () => '_x9.+/=:-é'.charAt(next(10)).repeat(next(17)));
      const text = words.join(' "'.charAt(next(2)));
      expect([text, hasRun(text, 15)]).toEqual([text, slow(text)]);
      if (slow(text)) found += 1;
    }
    expect(found).toBeGreaterThan(300);
    expect(found).toBeLessThan(1_700);
  });
});
