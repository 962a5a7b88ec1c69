import { describe, expect, it } from 'vitest';
import { firstSince, headline, type ArrivedCall } from './progress';

const call = (id: string, over: Partial<ArrivedCall> = {}): ArrivedCall => ({
  id,
  ts: '2026-11-24T10:00:00.000Z',
  server: 'github',
  tool: 'echo',
  method: 'tools/call',
  status: 'ok',
  error_message: null,
  ...over,
});

describe('the call that the page opens', () => {
  it('is the oldest one that came since the page was opened', () => {
    expect(firstSince([call('3'), call('2'), call('1')], '1')?.id).toBe('2');
    expect(firstSince([call('1')], '')?.id).toBe('1');
    expect(firstSince([call('1')], '1')).toBeUndefined();
  });

  it('is no refusal and no failed beginning', () => {
    const calls = [
      call('3', { status: 'denied' }),
      call('2', { method: 'initialize' }),
      call('1', { method: null }),
    ];
    expect(firstSince(calls, '')).toBeUndefined();
  });

  it('may have failed: it came', () => {
    expect(firstSince([call('1', { status: 'tool_error' })], '')?.id).toBe('1');
  });
});

it.each([
  [[false, false, false], 'None of three steps are done. First, a server for agents to reach.'],
  [[true, false, false], 'One of three steps is done. Next, a key that says who calls.'],
  [[true, true, false], 'Two of three steps are done. Waiting for the first call to github.'],
  [[true, true, true], 'All three steps are done. The next call is opened when it comes.'],
])('with %j it says: %s', (done, sentence) => {
  expect(headline(done, 'github').join(' ')).toBe(sentence);
});
