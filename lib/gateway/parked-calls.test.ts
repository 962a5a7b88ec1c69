import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Failure } from '../record/failure';
import { openCall } from '../record/seal';
import { ParkedCalls, placeOf } from './parked-calls';
import { RunningCalls } from './running-calls';

const notResumed = new Failure('not_resumed', 'nobody came');
const PLACE = placeOf('key', 'server', 'session');

/** A call of the session, and how often its record was sealed. */
function callOf(id: string, session: string | null = 'session') {
  const call = openCall({ requestId: id, httpMethod: 'POST', clientAddress: null });
  call.caller = { keyId: 'key', keyName: 'key' };
  call.serverId = 'server';
  call.sessionId = session;
  call.message = { kind: 'request', method: 'tools/call', idText: id, payload: '{}' } as typeof call.message;
  const seen = { sealed: 0 };
  return { call, seen, seal: () => void (seen.sealed += 1) };
}

describe('a parked call', () => {
  it('is given up as its stream has ended when nobody resumes it, the time of waiting left out', async () => {
    const parked = new ParkedCalls(40);
    const one = callOf('1');
    expect(parked.park(one, notResumed)).toBe(true);
    await expect.poll(() => one.seen.sealed).toBe(1);
    expect(one.call.outcome).toBe('cancelled');
    expect(one.call.error).toMatchObject({ category: 'not_resumed', code: null });
    expect((one.call.endedMs ?? 0) - one.call.startedMs).toBeLessThan(40);
    expect(parked.take(PLACE, '1')).toBeUndefined();
  });

  it('waits for as long as a stream of its session is open that resumes another', async () => {
    const parked = new ParkedCalls(40);
    const one = callOf('1');
    const end = parked.resume(PLACE);
    parked.park(one, notResumed);
    await sleep(120);
    expect(one.seen.sealed).toBe(0);
    end();
    await expect.poll(() => one.seen.sealed).toBe(1);
  });

  it('is found once, by its own session and id', () => {
    const parked = new ParkedCalls();
    const one = callOf('"a"');
    parked.park(one, notResumed);
    expect(parked.take(placeOf('other', 'server', 'session'), '"a"')).toBeUndefined();
    expect(parked.take(PLACE, '"b"')).toBeUndefined();
    expect(parked.take(PLACE, '"\\u0061"')?.call).toBe(one.call);
    expect(parked.take(PLACE, '"a"')).toBeUndefined();
  });

  it('is none without a session: nothing could bring its answer', () => {
    expect(new ParkedCalls().park(callOf('1', null), notResumed)).toBe(false);
  });

  it('is one of a bounded number: the oldest are given up', () => {
    const parked = new ParkedCalls();
    const calls = Array.from({ length: 1_010 }, (_, id) => callOf(String(id)));
    for (const one of calls) parked.park(one, notResumed);
    expect(calls.filter(({ seen }) => seen.sealed === 1)).toEqual(calls.slice(0, 10));
    parked.giveUpAll();
    expect(calls.every(({ seen }) => seen.sealed === 1)).toBe(true);
  });
});

describe('a cancellation', () => {
  const cancellationOf = (id: string, session: string | null = 'session') => {
    const { call } = callOf('none', session);
    call.message = { ...call.message, kind: 'notification', cancels: id } as typeof call.message;
    return call;
  };

  it('ends the call of its key, server, session and id, and no other', () => {
    const running = new RunningCalls(new ParkedCalls());
    const cancelled: string[] = [];
    for (const [id, session] of [
      ['1', 'session'],
      ['2', 'session'],
      ['1', 'other'],
      ['1', null],
    ] as const) {
      running.add({ call: callOf(id, session).call, cancel: () => cancelled.push(`${id} ${session}`) });
    }
    running.cancel(cancellationOf('1'));
    running.cancel(cancellationOf('1', null));
    expect(cancelled).toEqual(['1 session']);
  });

  it('ends a call that waits between two streams', () => {
    const parked = new ParkedCalls();
    const one = callOf('1');
    parked.park(one, notResumed);
    new RunningCalls(parked).cancel(cancellationOf('1'));
    expect(one.call.error?.category).toBe('client_cancelled');
    expect(one.seen.sealed).toBe(1);
  });
});
