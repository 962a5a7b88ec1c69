import { describe, expect, it } from 'vitest';
import { openCall } from '../record/seal';
import { Refusals } from './refusals';

function setUp() {
  const clock = { now: Date.parse('2026-11-24T10:00:00Z') };
  let counted = 0;
  const refusals = new Refusals(
    (count) => (counted += count),
    () => clock.now,
  );
  const refuse = (address: string | null, times = 1) =>
    Array.from({ length: times }, () =>
      refusals.beyondRate(openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: address })),
    ).filter((failure) => failure !== undefined);
  return { clock, refusals, refuse, counted: () => counted };
}

describe('refusals', () => {
  it('are on record one by one up to a rate, then counted and answered with 429', () => {
    const { refuse, counted, clock } = setUp();
    clock.now += 15_000;
    const beyond = refuse('192.0.2.7', 6_000);
    expect(beyond).toHaveLength(5_940);
    expect(beyond[0]).toMatchObject({ category: 'too_many_refusals', headers: { 'retry-after': '45' } });
    expect(counted()).toBe(5_940);
    expect(refuse('192.0.2.8')).toHaveLength(0);
  });

  it('leave one row an address and minute that says how many there were', () => {
    const { refuse, refusals, clock } = setUp();
    refuse('192.0.2.7', 100);
    refuse('192.0.2.8', 10);
    expect(refusals.takeRows()).toEqual([]);
    clock.now += 60_000;
    const rows = refusals.takeRows();
    expect(rows).toMatchObject([
      {
        clientAddress: '192.0.2.7',
        outcome: 'denied',
        httpStatus: 429,
        error: { category: 'too_many_refusals' },
      },
    ]);
    expect(rows[0]?.error?.message).toBe(
      '40 further requests without a valid key came from this address between 10:00:00 UTC and 10:01:00 UTC. They were refused and are not on record one by one.',
    );
    expect(refusals.takeRows(true)).toEqual([]);
    expect(refuse('192.0.2.7')).toHaveLength(0);
  });

  it('from many addresses are bounded together, in rows and in memory', () => {
    const { refuse, refusals, counted, clock } = setUp();
    for (let i = 0; i < 5_000; i += 1) refuse(`10.${i >> 8}.${i & 255}.1`);
    expect(counted()).toBe(4_400);
    clock.now += 60_000;
    const rows = refusals.takeRows();
    expect(rows).toHaveLength(51);
    const sum = rows.reduce((all, row) => all + Number.parseInt(row.error?.message ?? '', 10), 0);
    expect(sum).toBe(4_400);
  });
});
