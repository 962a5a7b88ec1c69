import { describe, expect, it } from 'vitest';
import { conditionOf, FILTER_DESCRIPTIONS, LOG_FILTERS, setFilters } from './filters';
import { logQuery } from './schema';

describe('the table of log filters', () => {
  it('is what the query’s schema takes, beside the paging', () => {
    const taken = Object.keys(logQuery.shape).filter(
      (name) => !['cursor', 'direction', 'limit'].includes(name),
    );
    expect(taken).toEqual(Object.keys(LOG_FILTERS));
    expect(FILTER_DESCRIPTIONS.map(({ name }) => name)).toEqual(taken);
  });

  it('says of each filter what a row has to meet', () => {
    const query = logQuery.parse({ server: 'a,b', status: ['timeout'], trace: '0'.repeat(32) });
    expect(conditionOf(query)).toEqual({
      AND: [{ server: { in: ['a', 'b'] } }, { outcome: { in: ['timeout'] } }, { traceId: '0'.repeat(32) }],
    });
  });

  it('takes an empty list or text for no filter', () => {
    expect(setFilters(logQuery.parse({ server: '', tool: '' }))).toEqual([]);
    expect(conditionOf({})).toEqual({ AND: [] });
  });

  it('finds a tool by a part of its name, in which % and _ are letters', () => {
    expect(conditionOf({ tool: 'a_%b' })).toEqual({
      AND: [{ tool: { contains: String.raw`a\_\%b`, mode: 'insensitive' } }],
    });
  });

  it('reckons "15m" back from now', () => {
    const before = Date.now();
    const condition = conditionOf({ from: '15m' });
    const from = (condition.AND as { ts: { gte: Date } }[])[0]?.ts.gte.getTime() ?? 0;
    expect(from).toBeGreaterThanOrEqual(before - 15 * 60_000);
    expect(from).toBeLessThanOrEqual(Date.now() - 15 * 60_000);
  });
});
