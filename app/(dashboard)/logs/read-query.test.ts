import { describe, expect, it } from 'vitest';
import { isFiltered, readLogQuery } from './read-query';

describe('the address of the log list', () => {
  it('reads lists, presets and paging', () => {
    const { query, wrong } = readLogQuery({
      server: 'a,b',
      status: ['timeout', 'denied'],
      from: '24h',
      limit: '20',
    });
    expect(wrong).toEqual([]);
    expect(query).toMatchObject({
      server: ['a', 'b'],
      status: ['timeout', 'denied'],
      from: '24h',
      limit: 20,
    });
  });

  it('names what is wrong and keeps the rest', () => {
    const { query, wrong } = readLogQuery({
      status: 'bogus',
      trace: 'zz',
      limit: '0',
      cursor: 'x',
      tool: 'echo',
    });
    expect(wrong.map((parameter) => parameter.name)).toEqual(['status', 'trace', 'limit', 'cursor']);
    expect(query).toEqual({ tool: 'echo', direction: 'older', limit: 50 });
  });

  it('takes an empty parameter for none and names one that is no filter', () => {
    const { query, wrong } = readLogQuery({ trace: '', utm_source: 'mail', constructor: 'x' });
    expect(wrong).toEqual([
      { name: 'utm_source', value: 'mail', message: 'no filter has this name' },
      { name: 'constructor', value: 'x', message: 'no filter has this name' },
    ]);
    expect(isFiltered(query)).toBe(false);
  });
});
