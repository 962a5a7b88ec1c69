import { describe, expect, it } from 'vitest';
import { failingServers } from './failing';

const span = { from: 0, to: 400, stepMs: 100 };
const strip = (server: string, ...cells: object[]) => ({ server, calls: 1, ok: 0, cells });

describe('failingServers', () => {
  it('names who fails now and since when, and nobody who has recovered', () => {
    const servers = [
      strip('away', { ok: 5 }, { upstream_error: 2, ok: 1 }, {}, { upstream_error: 1 }),
      strip('silent', { timeout: 3 }, { timeout: 2 }, { timeout: 1 }, {}),
      strip('recovered', { upstream_error: 9 }, {}, {}, { ok: 3, upstream_error: 1 }),
      strip('refusing', {}, {}, {}, { tool_error: 5, denied: 5 }),
      strip('unused', {}, {}, {}, {}),
    ];
    expect(failingServers({ servers, span })).toEqual([
      { server: 'away', outcome: 'upstream_error', since: 100 },
      { server: 'silent', outcome: 'timeout', since: 0 },
    ]);
  });
});
