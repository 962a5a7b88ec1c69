import type pg from 'pg';
import { describe, expect, it, vi } from 'vitest';
import type { CallRecord } from '../record/call';
import { partFailures } from '../record/part-failures';
import { createUnsureRows } from './unsure-rows';

const record = (id: string) =>
  ({ id, arrivedAt: 0, arguments: '{}', response: '{}' }) as unknown as CallRecord;

/** A PostgreSQL that has these rows after all. */
function poolWith(there: Set<string>) {
  const asked: string[][] = [];
  const query = (_: string, [, ids = []]: [string[], string[]]) => {
    asked.push(ids);
    return Promise.resolve({ rows: ids.filter((id) => there.has(id)).map((id) => ({ id })) });
  };
  return { pool: { query } as unknown as pg.Pool, asked };
}

describe('rows of writes that nobody heard the end of', () => {
  it('are told of, once, when they are there after all, without their payloads', async () => {
    const there = new Set(['a']);
    const { pool, asked } = poolWith(there);
    const found: CallRecord[] = [];
    const unsure = createUnsureRows(pool, (row) => found.push(row));
    unsure.add([record('a'), record('b')]);
    unsure.lookFor();
    await expect.poll(() => found.map(({ id }) => id)).toEqual(['a']);
    expect(found[0]).toMatchObject({ arguments: null, response: null });
    // What was still being committed then is found by the last look.
    there.add('b');
    await unsure.stop();
    expect(found.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(asked).toEqual([['a', 'b'], ['b']]);
  });

  it('are not forgotten when the second look fails, nor those that came meanwhile', async () => {
    vi.useFakeTimers();
    try {
      const there = new Set<string>();
      const { pool, asked } = poolWith(there);
      const found: string[] = [];
      const unsure = createUnsureRows(pool, ({ id }) => found.push(id));
      unsure.add([record('a')]);
      unsure.lookFor();
      await vi.advanceTimersByTimeAsync(5_000);
      unsure.add([record('b')]);
      const { query } = pool;
      Object.assign(pool, { query: () => Promise.reject(new Error('away')) });
      await vi.advanceTimersByTimeAsync(5_000);
      Object.assign(pool, { query });
      there.add('a');
      await vi.advanceTimersByTimeAsync(10_000);
      expect(found).toEqual(['a']);
      expect(asked).toEqual([['a'], ['a', 'b']]);
      there.add('b');
      await unsure.stop();
      expect(found).toEqual(['a', 'b']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are forgotten when they were not there at both looks', async () => {
    vi.useFakeTimers();
    try {
      const { pool, asked } = poolWith(new Set());
      const unsure = createUnsureRows(pool, () => undefined);
      unsure.add([record('a')]);
      unsure.lookFor();
      await vi.advanceTimersByTimeAsync(60_000);
      await unsure.stop();
      expect(asked).toEqual([['a'], ['a']]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('are counted when they are too many to be looked for', () => {
    const unsure = createUnsureRows(poolWith(new Set()).pool, () => undefined);
    const before = partFailures().get('unsure_rows') ?? 0;
    unsure.add(Array.from({ length: 10_003 }, (_, id) => record(String(id))));
    expect(partFailures().get('unsure_rows')).toBe(before + 3);
  });

  it('cost nothing while there are none', async () => {
    const { pool, asked } = poolWith(new Set());
    await createUnsureRows(pool, () => undefined).stop();
    expect(asked).toEqual([]);
  });
});
