import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { partitionsAhead } from '../audit/partitions';
import { metrics } from '../metrics/registry';
import { keepPartitionsAhead } from './partitions-ahead';

const DAY_MS = 86_400_000;
const nameIn = (days: number) =>
  `tool_call_logs_${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;

/** A PostgreSQL that has these partitions and makes no others. */
const refusing = (days: number[]) =>
  ({
    query: (text: string) =>
      text.startsWith('SELECT')
        ? Promise.resolve({ rows: days.map((day) => ({ name: nameIn(day) })) })
        : Promise.reject(new Error('no space left on device')),
  }) as unknown as pg.Pool;

const gauge = async () => (await metrics().partitionsAhead.get()).values[0]?.value;

describe('partitions ahead', () => {
  it('are counted to the first gap, also when none can be made', async () => {
    await expect(keepPartitionsAhead(refusing([-1, 0, 1, 2, 4]))).rejects.toThrow('no space left');
    expect(partitionsAhead()).toBe(2);
    expect(await gauge()).toBe(2);
  });

  it('fall day by day while nobody can look', async () => {
    await expect(keepPartitionsAhead(refusing([0, 1, 2, 3, 4, 5]))).rejects.toThrow();
    const away = { query: () => Promise.reject(new Error('away')) } as unknown as pg.Pool;
    await expect(keepPartitionsAhead(away)).rejects.toThrow('away');
    expect(await gauge()).toBe(5);
    expect(partitionsAhead(Date.now() + 3 * DAY_MS)).toBe(2);
  });
});
