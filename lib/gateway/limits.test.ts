import { describe, expect, it } from 'vitest';
import { Failure } from '../record/failure';
import { Limits, type Bounds } from './limits';

const KEY = 'a-key';
const SERVER = 'a-server';
const MAX_BODY = 1_000;

function limits(changed: Partial<Bounds> = {}) {
  const clock = { now: 60_000 * 5 };
  const bounds: Bounds = {
    key_concurrent_calls: 2,
    key_streams: 1,
    key_calls_per_minute: null,
    server_concurrent_calls: 3,
    server_streams: 2,
    server_calls_per_minute: null,
    longest_call: 10,
    request_bytes_in_flight: 4_000,
    ...changed,
  };
  const made = new Limits(
    () => bounds,
    MAX_BODY,
    () => clock.now,
  );
  return { clock, made, place: (key = KEY, server = SERVER) => made.place(key, server) };
}

function refusal(act: () => void): Failure | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error : undefined;
  }
}

describe('limits', () => {
  it('bound the calls of a key and leave other keys alone', () => {
    const { place } = limits();
    const first = place();
    first.enter('calls');
    place().enter('calls');
    const third = refusal(() => place().enter('calls'));
    expect(third).toMatchObject({ category: 'too_many_calls', headers: { 'retry-after': '1' } });
    expect(third?.message).toContain('This API key has 2 calls open');
    place('another').enter('calls');
    first.leave();
    first.leave();
    place().enter('calls');
    expect(refusal(() => place().enter('calls'))).toBeDefined();
  });

  it('bound the calls of a server over all keys', () => {
    const { place } = limits();
    for (const key of ['a', 'b', 'c']) place(key).enter('calls');
    expect(refusal(() => place('d').enter('calls'))?.message).toContain('This server has 3 calls open');
    place('d', 'another').enter('calls');
  });

  it('leave room for a newcomer, however greedy the others are', () => {
    const { place } = limits({ key_concurrent_calls: 1_000, server_concurrent_calls: 256 });
    const fill = (key: string) => {
      let taken = 0;
      while (!refusal(() => place(key).enter('calls'))) taken += 1;
      return taken;
    };
    expect(fill('a')).toBe(205);
    expect(fill('b')).toBeGreaterThan(30);
    expect(fill('c')).toBeGreaterThan(0);
    place('d').enter('calls');
  });

  it('count calls, streams and messages apart, so that an answer to a question never waits for calls', () => {
    const { place } = limits();
    place().enter('calls');
    place().enter('calls');
    place().enter('streams');
    place().enter('messages');
    expect(refusal(() => place().enter('streams'))).toMatchObject({ category: 'too_many_calls' });
  });

  it('bound calls a minute and say when the next one begins', () => {
    const { place, clock } = limits({ key_calls_per_minute: 1 });
    clock.now += 45_000;
    const first = place();
    first.enter('calls');
    first.leave();
    expect(refusal(() => place().enter('calls'))).toMatchObject({ headers: { 'retry-after': '15' } });
    clock.now += 15_000;
    place().enter('calls');
  });

  it('end what has lasted too long, once', () => {
    const { place, made, clock } = limits();
    const ended: string[] = [];
    const one = place();
    one.enter('calls');
    one.whenOverdue((failure) => ended.push(failure.category));
    made.endOverdue();
    expect(ended).toEqual([]);
    clock.now += 10 * 60_000;
    made.endOverdue();
    made.endOverdue();
    expect(ended).toEqual(['lasted_too_long']);
  });

  it('bound the bytes of bodies: of one key to half, of all to all', () => {
    const { place, made } = limits();
    const first = place('a');
    expect(first.room(2_000)).toBeUndefined();
    expect(first.room(1)).toMatchObject({ category: 'too_many_calls' });
    const second = place('b');
    expect(second.room(2_000)).toBeUndefined();
    const third = place('c');
    expect(third.room(1)).toMatchObject({ category: 'overloaded', headers: { 'retry-after': '1' } });
    for (const one of [first, second, third]) one.leave();
    expect(made.inFlight()).toMatchObject({ bytes: 0, places: 0 });
    expect(place('c').room(2_000)).toBeUndefined();
  });

  it('take room for the whole of a body that says its length, once', () => {
    const { place, made } = limits();
    const one = place();
    one.expect('900');
    expect(one.room(600)).toBeUndefined();
    expect(one.room(400)).toBeUndefined();
    expect(made.inFlight().bytes).toBe(1_000);
    place().expect('1000');
    const third = place();
    expect(refusal(() => third.expect('1'))).toMatchObject({ category: 'too_many_calls' });
    // Too long a body is refused for that, and nonsense is no length.
    for (const declared of ['1001', '-5', 'x', undefined]) place().expect(declared);
  });

  it('never bound the bytes to less than two of the largest bodies', () => {
    const { place } = limits({ request_bytes_in_flight: 1 });
    expect(place().room(MAX_BODY)).toBeUndefined();
  });

  it('forget keys and servers of which nothing is in flight', () => {
    const { place, made, clock } = limits();
    const one = place();
    one.enter('calls');
    one.leave();
    clock.now += 60_000;
    made.endOverdue();
    expect(made.inFlight()).toEqual({ places: 0, bytes: 0, keys: 0 });
  });
});
