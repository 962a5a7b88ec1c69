import { describe, expect, it } from 'vitest';
import type { Message } from '../record/call';
import { isOpenEnded, OpenEndedStreams } from './open-ended';

describe('open-ended streams', () => {
  it('are the legacy GET stream and the listen request', () => {
    const listen = { method: 'subscriptions/listen' } as Message;
    const call = { method: 'tools/call' } as Message;
    expect(isOpenEnded({ httpMethod: 'GET', message: null })).toBe(true);
    expect(isOpenEnded({ httpMethod: 'POST', message: listen })).toBe(true);
    expect(isOpenEnded({ httpMethod: 'POST', message: call })).toBe(false);
  });

  it('end at a stop, but for those that are to bring an answer still', () => {
    const streams = new OpenEndedStreams();
    const ended: string[] = [];
    let isOwed = true;
    for (const [name, owed] of [
      ['plain', () => false],
      ['owed', () => isOwed],
    ] as const) {
      const forget = streams.add({
        isOwed: owed,
        end() {
          ended.push(name);
          forget();
        },
      });
    }
    streams.endAll();
    expect(ended).toEqual(['plain']);
    isOwed = false;
    streams.endAll();
    expect(ended).toEqual(['plain', 'owed']);
  });
});
