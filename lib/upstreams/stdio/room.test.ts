import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits';
import { roomFor, type Occupant } from './room';

const occupant = (change: Partial<Occupant> & { name?: string }) => ({
  name: '',
  serverId: 's',
  keyId: 'k',
  isEnding: false,
  isBusy: false,
  hasStream: false,
  lastUsedMs: 0,
  ...change,
});
const limits = { ...LIMITS, inTotal: 4, perServer: 3, perKey: 2 };
const NOW = 1_000_000;
const room = (
  occupants: ReturnType<typeof occupant>[],
  newcomer = { serverId: 's', keyId: 'k' as string | null },
) => {
  const found = roomFor(newcomer, occupants, limits, NOW);
  return 'failure' in found ? found.failure.message : (found.end?.name ?? null);
};

describe('room for one more process', () => {
  it('is there below the limits', () => {
    expect(room([])).toBeNull();
    expect(room([occupant({}), occupant({ keyId: 'other' })])).toBeNull();
  });

  it('is made by the key’s own, idle for longest, one that nobody listens to first', () => {
    const [a, b] = [occupant({ name: 'a', lastUsedMs: 5 }), occupant({ name: 'b', lastUsedMs: 9 })];
    const strangers = [occupant({ name: 'stranger', keyId: 'other', lastUsedMs: 1 })];
    expect(room([b, a, ...strangers])).toBe('a');
    expect(room([b, { ...a, hasStream: true }])).toBe('b');
    expect(
      room([
        { ...b, isBusy: true },
        { ...a, hasStream: true },
      ]),
    ).toBe('a');
  });

  it('is refused when all are in use, and the sentence says whose limit it is', () => {
    const busy = (change: Partial<Occupant>) => occupant({ isBusy: true, ...change });
    expect(room([busy({}), busy({})])).toContain('This key has as many processes running as it may (2)');
    expect(room([busy({ keyId: '1' }), busy({ keyId: '2' }), busy({ keyId: '3' })])).toContain(
      'The server has',
    );
    const all = ['1', '2', '3', '4'].map((id) => busy({ keyId: id, serverId: id }));
    expect(room(all)).toContain('The gateway has');
    const listening = occupant({ hasStream: true, lastUsedMs: NOW - 1_000 });
    expect(room([listening, listening])).toContain('This key');
  });

  it('is taken by those that are ending too, up to as many again', () => {
    const ending = occupant({ isEnding: true });
    expect(room(Array.from({ length: 7 }, () => ending))).toBeNull();
    expect(room(Array.from({ length: 8 }, () => ending))).toContain('The gateway has');
  });

  it('of a shared process counts against no key', () => {
    const shared = occupant({ keyId: null });
    expect(room([shared, shared], { serverId: 'other', keyId: null })).toBeNull();
  });
});
