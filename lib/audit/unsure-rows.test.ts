import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../record/call';
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

  it('cost nothing while there are none', async () => {
    const { pool, asked } = poolWith(new Set());
    await createUnsureRows(pool, () => undefined).stop();
    expect(asked).toEqual([]);
  });
});
