import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STALL_MS } from './stall';
import { webExchange } from './web';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** An answer of one chunk that is more than the stream takes, for which two wait; whether its agent was given up. */
async function stalled() {
  const { exchange, response } = webExchange(new Request('http://host/mcp/a'), 'r', null);
  let isGone = false;
  exchange.onGone(() => (isGone = true));
  const told: string[] = [];
  const { reply } = exchange;
  expect(reply.write(Buffer.alloc(128 * 1024))).toBe(false);
  reply.drained(() => told.push('first'));
  reply.drained(() => told.push('second'));
  const reader = (await response).body?.getReader();
  return { reader, told, isGone: () => isGone };
}

describe('an agent in the route lane', () => {
  it('that reads again is not given up, however many waited for it, and all of them hear of it', async () => {
    const { reader, told, isGone } = await stalled();
    await reader?.read();
    expect(told).toEqual(['first', 'second']);
    vi.advanceTimersByTime(STALL_MS * 2);
    expect(isGone()).toBe(false);
  });

  it('that does not is given up', async () => {
    const { isGone } = await stalled();
    vi.advanceTimersByTime(STALL_MS);
    expect(isGone()).toBe(true);
  });
});
