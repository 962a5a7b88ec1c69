import { describe, expect, it } from 'vitest';
import { addTo, bucketOf, quantile, RELATIVE_ERROR, SHORTEST_MS, type Sketch } from './sketch';

/** The same numbers at each run. */
function* random(): Generator<number> {
  for (let state = 1; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

const exact = (sorted: number[], q: number) => sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;

describe('a latency sketch', () => {
  it.each([
    ['spread over six decades', (x: number) => 10 ** (x * 6 - 1)],
    ['all alike', () => 12.5],
    ['two heaps', (x: number) => (x < 0.9 ? 3 + x : 2_000 + x)],
  ])('keeps quantiles within its bound: %s', (_, of) => {
    const numbers = random();
    const parts: Sketch[] = Array.from({ length: 50 }, () => new Map());
    const values: number[] = [];
    for (let i = 0; i < 20_000; i += 1) {
      const value = of(numbers.next().value ?? 0);
      values.push(value);
      addTo(parts[i % parts.length] ?? new Map(), bucketOf(value), 1);
    }
    const merged: Sketch = new Map();
    for (const part of parts) for (const [bucket, count] of part) addTo(merged, bucket, count);
    values.sort((a, b) => a - b);
    for (const q of [0, 0.5, 0.9, 0.95, 0.99, 1]) {
      const error = Math.abs((quantile(merged, q) ?? 0) / exact(values, q) - 1);
      expect(error, `q ${q}`).toBeLessThanOrEqual(RELATIVE_ERROR + 1e-9);
    }
  });

  it('has no quantile of nothing, and a bucket for what is no time at all', () => {
    expect(quantile(new Map(), 0.5)).toBeNull();
    expect(bucketOf(0)).toBe(bucketOf(SHORTEST_MS));
  });
});
