import type { Dispatcher, Pool } from 'undici';
import { errors } from 'undici';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connections, TooManyWaiting, type Sending } from './connections';

const controller = {} as Dispatcher.DispatchController;
const TIMEOUT_MS = 400;

/** A pool of one connection that answers when the test says so, and what it was given. */
function onePool() {
  const dispatched: { request: Dispatcher.DispatchOptions; handler: Dispatcher.DispatchHandler }[] = [];
  let closed = 0;
  const pool = {
    dispatch: (request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) =>
      dispatched.push({ request, handler }),
    close: () => Promise.resolve(void (closed += 1)),
    destroy: () => Promise.resolve(),
  } as unknown as Pool;
  const connections = new Connections({ pool, size: 1, timeoutMs: TIMEOUT_MS });
  const send = (body: Buffer | null = null) => {
    const heard: (Error | 'end')[] = [];
    const sending: Sending = {
      onRequestStart: () => undefined,
      onResponseEnd: () => void heard.push('end'),
      onResponseError: (_, error) => void heard.push(error),
    };
    const giveUp = connections.send({ path: '/', method: 'POST', body }, sending);
    return { heard, giveUp };
  };
  const end = (index: number) => dispatched[index]?.handler.onResponseEnd?.(controller, {});
  return { connections, send, end, dispatched, closed: () => closed };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('requests that wait for a connection', () => {
  it('go out in the order in which they came, each when one before it is over', () => {
    const { send, end, dispatched } = onePool();
    const first = send();
    send(Buffer.from('second'));
    send(Buffer.from('third'));
    expect(dispatched).toHaveLength(1);
    end(0);
    expect(first.heard).toEqual(['end']);
    expect(dispatched.map(({ request }) => String(request.body))).toEqual(['null', 'second']);
    dispatched[1]?.handler.onResponseError?.(controller, new Error('broken'));
    expect(dispatched.map(({ request }) => String(request.body))).toEqual(['null', 'second', 'third']);
  });

  it('are never sent once they are given up, and leave their room to others', () => {
    const { send, end, dispatched } = onePool();
    send();
    const large = Buffer.alloc(64 * 1024 * 1024);
    const givenUp = send(large);
    expect(send(Buffer.alloc(1)).heard).toEqual([expect.any(TooManyWaiting)]);
    givenUp.giveUp();
    const next = send(Buffer.from('next'));
    end(0);
    expect(dispatched.map(({ request }) => String(request.body))).toEqual(['null', 'next']);
    expect([givenUp.heard, next.heard]).toEqual([[], []]);
  });

  it('are never sent once they have waited too long', () => {
    const { send, end, dispatched } = onePool();
    send();
    const late = send(Buffer.alloc(1));
    vi.advanceTimersByTime(TIMEOUT_MS);
    expect(late.heard).toEqual([expect.any(errors.ConnectTimeoutError)]);
    end(0);
    expect(dispatched).toHaveLength(1);
  });

  it('are so many and no more', () => {
    const { send } = onePool();
    const sent = Array.from({ length: 1_030 }, () => send());
    const refused = sent.filter(({ heard }) => heard[0] instanceof TooManyWaiting);
    expect(refused).toEqual(sent.slice(1_025));
  });

  it('are still sent when their server has changed, and told when the gateway stops', async () => {
    const { connections, send, end, dispatched, closed } = onePool();
    send();
    send();
    connections.retire();
    expect(closed()).toBe(0);
    end(0);
    expect(dispatched).toHaveLength(2);
    expect(closed()).toBe(1);
    const told = send();
    await connections.destroy();
    expect(told.heard).toEqual([expect.any(errors.ClientDestroyedError)]);
  });
});
