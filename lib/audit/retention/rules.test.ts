import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../settings/sections';
import { planCleanup, type ServerRows, type StoredDay } from './plan';
import { dateOf, dayOf, dayOfPartition, EVERYTHING, partitionOf, tooOld, type Rules } from './rules';
import { nextRunAt } from './schedule';

const TODAY = dayOf(Date.parse('2026-11-24T12:00:00Z'));
const rules = (part: Partial<Rules> = {}): Rules => ({ ...SECTIONS.retention.schema.parse({}), ...part });

describe('days', () => {
  it('are named as partitions are', () => {
    expect(partitionOf(TODAY)).toBe('tool_call_logs_20261124');
    expect(dayOfPartition('tool_call_logs_20261124')).toBe(TODAY);
    expect(dayOfPartition('tool_call_logs_server_ts')).toBeUndefined();
    expect(dateOf(TODAY)).toBe('2026-11-24');
  });
});

describe('what is too old', () => {
  it('is everything before as many whole days, and today does not count', () => {
    expect(tooOld(TODAY - 91, rules(), TODAY)).toEqual(EVERYTHING);
    expect(tooOld(TODAY - 90, rules(), TODAY)).toBeNull();
    expect(tooOld(TODAY - 4_000, rules({ days: null }), TODAY)).toBeNull();
  });

  it('is another thing for a server with days of its own', () => {
    const some = rules({
      days: 30,
      overrides: [
        { server: 'longer', days: 90 },
        { server: 'shorter', days: 7 },
        { server: 'always', days: null },
      ],
    });
    expect(tooOld(TODAY - 8, some, TODAY)).toEqual({ kind: 'only', servers: ['shorter'] });
    expect(tooOld(TODAY - 31, some, TODAY)).toEqual({ kind: 'all_but', servers: ['longer', 'always'] });
    expect(tooOld(TODAY - 91, some, TODAY)).toEqual({ kind: 'all_but', servers: ['always'] });
  });

  it('is nothing under a hold, of one server or of all', () => {
    const held = rules({ overrides: [{ server: 'a', days: 1 }], held_servers: ['a'] });
    expect(tooOld(TODAY - 8, held, TODAY)).toBeNull();
    expect(tooOld(TODAY - 91, held, TODAY)).toEqual({ kind: 'all_but', servers: ['a'] });
    expect(tooOld(TODAY - 91, rules({ legal_hold: true }), TODAY)).toBeNull();
  });
});

describe('a plan', () => {
  const stored = (...ages: number[]): StoredDay[] =>
    ages.map((age) => ({ day: TODAY - age, bytes: 1_000, rowsAbout: 0 }));
  const counting = (rows: Record<string, number>) => () =>
    Promise.resolve(
      Object.entries(rows).map(([server, count]): ServerRows => ({
        server,
        rows: count,
        oldest: 1,
        newest: 2,
      })),
    );
  const plan = async (days: StoredDay[], by: Partial<Rules>, rows: Record<string, number> = { a: 3 }) =>
    (await planCleanup(days, rules(by), TODAY, counting(rows))).map((one) => [
      TODAY - one.day,
      one.whole,
      one.reason,
      one.rows,
      one.bytes,
    ]);

  it('drops a day of which nothing stays, and takes its share of one that stays in part', async () => {
    expect(await plan(stored(10, 9, 0), { days: 9 })).toEqual([[10, true, 'age', 3, 1_000]]);
    expect(await plan(stored(10), { days: 9, held_servers: ['b'] }, { a: 3, b: 1 })).toEqual([
      [10, false, 'age', 3, 750],
    ]);
    expect(await plan(stored(10), { days: 9, held_servers: ['b'] })).toEqual([[10, true, 'age', 3, 1_000]]);
    expect(await plan(stored(10), { days: 9, held_servers: ['a'] })).toEqual([]);
  });

  it('drops the oldest days until the size fits, but none that is held, and neither yesterday nor today', async () => {
    expect(await plan(stored(4, 3, 2, 1, 0, -1), { days: null, max_bytes: 4_500 })).toEqual([
      [4, true, 'size', 3, 1_000],
      [3, true, 'size', 3, 1_000],
    ]);
    expect(await plan(stored(2, 1, 0), { days: null, max_bytes: 10 })).toEqual([[2, true, 'size', 3, 1_000]]);
    expect(await plan(stored(4), { days: null, max_bytes: 10, held_servers: ['a'] })).toEqual([]);
    expect(await plan(stored(4), { days: null, max_bytes: 10, legal_hold: true })).toEqual([]);
  });

  it('drops an empty day that is too old by the general rule', async () => {
    expect(await plan(stored(10, 5), { days: 9 }, {})).toEqual([[10, true, 'age', 0, 1_000]]);
  });
});

describe('the schedule', () => {
  const at = (time: string) => Date.parse(`2026-11-${time}:00Z`);
  it.each([
    ['is due at its hour', 3, '23T03:00', '24T03:00', '24T03:00'],
    ['is due tomorrow when it has run', 3, '24T03:01', '24T12:00', '25T03:00'],
    ['is due at once when it was missed', 3, '22T03:00', '24T01:00', '23T03:00'],
  ])('%s', (_name, hour, last, now, expected) => {
    expect(nextRunAt(hour, new Date(at(last)), at(now))).toBe(at(expected));
  });

  it('is never due when it is by hand only', () => {
    expect(nextRunAt(null, null, at('24T03:00'))).toBeNull();
  });
});
