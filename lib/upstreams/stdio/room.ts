import type { Failure } from '../../record/failure';
import { noRoom } from './failures';
import type { Limits } from './limits';

/** What may have to make room for another process. */
export interface Occupant {
  serverId: string;
  /** whose it is; null where all agents share it */
  keyId: string | null;
  /** it is ending and will be gone in a moment */
  isEnding: boolean;
  /** a call is in flight */
  isBusy: boolean;
  /** an agent listens */
  hasStream: boolean;
  lastUsedMs: number;
}

/** An agent that listens and has said nothing for so long gives way to one that has something to say. */
const LISTENS_ONLY_MS = 60_000;

/**
 * Whether there is room for one more process. Where a limit is reached, the one that has been idle for longest makes
 * room: within its own server and key first, and never one with a call in flight.
 *
 * @returns what has to end first, or why there is no room
 */
export function roomFor<T extends Occupant>(
  newcomer: Pick<Occupant, 'serverId' | 'keyId'>,
  occupants: readonly T[],
  { inTotal, perServer, perKey }: Limits,
  now = performance.now(),
): { end: T | null } | { failure: Failure } {
  const running = occupants.filter(({ isEnding }) => !isEnding);
  const ofKey = running.filter(({ keyId }) => keyId !== null && keyId === newcomer.keyId);
  const ofServer = running.filter(({ serverId }) => serverId === newcomer.serverId);
  // Those that end may take a moment: agents that come and go as fast as they can must not pile them up.
  if (occupants.length >= 2 * inTotal) return { failure: noRoom('The gateway', inTotal) };
  for (const [those, limit, whose] of [
    [ofKey, perKey, 'This key'],
    [ofServer, perServer, 'The server'],
    [running, inTotal, 'The gateway'],
  ] as const) {
    if (those.length < limit) continue;
    const idlest = idlestOf(those, now);
    return idlest ? { end: idlest } : { failure: noRoom(whose, limit) };
  }
  return { end: null };
}

function idlestOf<T extends Occupant>(occupants: readonly T[], now: number): T | undefined {
  const free = occupants.filter(
    ({ isBusy, hasStream, lastUsedMs }) => !isBusy && !(hasStream && now - lastUsedMs < LISTENS_ONLY_MS),
  );
  return free.toSorted((a, b) => Number(a.hasStream) - Number(b.hasStream) || a.lastUsedMs - b.lastUsedMs)[0];
}
