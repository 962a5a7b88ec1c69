import { randomUUID } from 'node:crypto';
import { gatewayStops, type Failure } from '../../record/failure';
import type { ServerOf } from '../kinds';
import { BackOff } from './back-off';
import { Conversation } from './conversation';
import { backingOff, notNeeded, sessionEnded, unknownSession } from './failures';
import type { Guest } from './guest';
import { launchKey } from './launch';
import type { Limits } from './limits';
import { roomFor, type Occupant } from './room';
import type { Watchdog } from './watchdog';

const SWEEP_MS = 15_000;
/** A process that several requests share and that ends so soon time and again is not started again at once. */
const SOON_MS = 10_000;
/** Sessions that one shared process may have; the one unused for longest makes room. */
const MAX_GUESTS = 1_000;

/** An agent at a process. */
export interface Seat {
  conversation: Conversation;
  guest: Guest;
}

interface Running {
  conversation: Conversation;
  server: ServerOf<'stdio'>;
  /** whose it is; null where all agents share it */
  keyId: string | null;
  /** where it is found again, but for those of one session */
  slot: string | null;
}

export interface ProcessesOptions {
  inherited: Readonly<Record<string, string>>;
  watchdog: Watchdog;
  timeoutMs: number;
  limits: Limits;
}

/**
 * All processes of all servers: started when an agent comes, found again by session, key or server, and ended when
 * nobody needs them. One for each session; one for each key where there are no sessions; one for all where the server
 * is marked as shared.
 */
export class Processes {
  private readonly running = new Set<Running>();
  private readonly sessions = new Map<string, Seat>();
  private readonly slots = new Map<string, Running>();
  private readonly backOff = new BackOff();
  private sweeper: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly options: ProcessesOptions) {}

  /** A new session. Throws Failure: no room, or the server failed a moment ago. */
  open(server: ServerOf<'stdio'>, keyId: string): Seat {
    const id = randomUUID();
    const { conversation } = server.target.shared
      ? this.inSlot(server, server.id, null)
      : this.start(server, { keyId, slot: null });
    const seat = { conversation, guest: conversation.join(id, keyId) };
    this.sessions.set(id, seat);
    this.boundGuests(conversation);
    return seat;
  }

  /** Where a key's requests without a session go. Throws Failure like open(). */
  withoutSession(server: ServerOf<'stdio'>, keyId: string): Seat {
    const { shared } = server.target;
    const { conversation } = this.inSlot(
      server,
      shared ? server.id : `${server.id} ${keyId}`,
      shared ? null : keyId,
    );
    const known = [...conversation.guests].find((guest) => guest.id === null && guest.keyId === keyId);
    return { conversation, guest: known ?? conversation.join(null, keyId) };
  }

  /** The session of this id. Throws Failure unknown_session. */
  find(id: string, server: ServerOf<'stdio'>, keyId: string): Seat {
    const seat = this.sessions.get(id);
    const isTheirs = seat?.guest.keyId === keyId && seat.conversation.server.id === server.id;
    if (!seat || !isTheirs) throw unknownSession();
    return seat;
  }

  /** The agent ends its session. */
  leave({ conversation, guest }: Seat, failure: Failure = sessionEnded()): void {
    if (guest.id !== null) this.sessions.delete(guest.id);
    conversation.leave(guest, failure);
  }

  /** Ends what runs under a command that is no longer its server's, when its calls are through. */
  prune(present: Iterable<ServerOf<'stdio'>>): void {
    const wanted = new Map([...present].map(({ id, target }) => [id, launchKey(target)]));
    for (const one of this.running) {
      if (wanted.get(one.server.id) === launchKey(one.server.target)) continue;
      this.forget(one);
      one.conversation.retire();
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearInterval(this.sweeper);
    await Promise.all([...this.running].map(({ conversation }) => conversation.end(gatewayStops())));
  }

  /** Ends what nobody has used for long. */
  sweep(now = performance.now()): void {
    const { idleMs } = this.options.limits;
    for (const one of this.running) {
      const { conversation, slot } = one;
      for (const guest of conversation.guests) {
        const isIdle = !conversation.isWaiting(guest) && !guest.hasStream && now - guest.lastUsedMs >= idleMs;
        if (isIdle) this.leave({ conversation, guest }, notNeeded());
      }
      if (slot !== null && conversation.guests.size === 0) this.endNow(one);
    }
    this.backOff.forgetOld(now);
  }

  private inSlot(server: ServerOf<'stdio'>, slot: string, keyId: string | null): Running {
    const known = this.slots.get(slot);
    if (known && !known.conversation.isEnding) return known;
    const started = this.start(server, { keyId, slot });
    this.slots.set(slot, started);
    return started;
  }

  private start(server: ServerOf<'stdio'>, place: Pick<Running, 'keyId' | 'slot'>): Running {
    if (this.isClosed) throw gatewayStops();
    this.checkBackOff(server, place.slot);
    this.makeRoom({ serverId: server.id, keyId: place.keyId });
    const { inherited, watchdog, timeoutMs } = this.options;
    const conversation = new Conversation({
      server,
      inherited,
      watchdog,
      timeoutMs,
      exclusive: place.slot === null,
      spoke: () => this.backOff.worked(commandOf(server)),
      ended: (failure) => this.ended(one, failure),
    });
    const one: Running = { conversation, server, ...place };
    this.running.add(one);
    this.sweeper ??= setInterval(() => this.sweep(), Math.min(SWEEP_MS, this.options.limits.idleMs)).unref();
    return one;
  }

  private checkBackOff(server: ServerOf<'stdio'>, slot: string | null): void {
    const wait = this.backOff.wait(commandOf(server)) ?? (slot === null ? null : this.backOff.wait(slot));
    if (wait) throw backingOff(wait);
  }

  private makeRoom(newcomer: { serverId: string; keyId: string | null }): void {
    for (;;) {
      const occupants = [...this.running].map((one) => ({ ...occupantOf(one), one }));
      const room = roomFor(newcomer, occupants, this.options.limits);
      if ('failure' in room) throw room.failure;
      if (!room.end) return;
      this.endNow(room.end.one);
    }
  }

  private endNow(one: Running): void {
    this.forget(one);
    void one.conversation.end(notNeeded());
  }

  /** Nothing new goes to it. */
  private forget({ conversation, slot }: Running): void {
    for (const { id } of conversation.guests) if (id !== null) this.sessions.delete(id);
    if (slot !== null && this.slots.get(slot)?.conversation === conversation) this.slots.delete(slot);
  }

  private ended(one: Running, failure: Failure): void {
    const { conversation, server, slot } = one;
    this.forget(one);
    this.running.delete(one);
    const livedMs = performance.now() - conversation.startedMs;
    // One that was ended before it could speak may be a good one whose agent has gone.
    const hasFailed = !conversation.wasEnded || failure.category === 'upstream_timeout';
    if (conversation.diedOfProbe) return;
    if (hasFailed && !conversation.hasSpoken) {
      this.backOff.failed(commandOf(server), failure.message);
    } else if (hasFailed && slot !== null) {
      // It did work: once it is started again at once, and only if it ends so soon again it has to wait.
      if (livedMs < SOON_MS) this.backOff.failed(slot, failure.message, 1);
      else this.backOff.worked(slot);
    }
  }

  private boundGuests(conversation: Conversation): void {
    if (conversation.guests.size <= MAX_GUESTS) return;
    const [idlest] = [...conversation.guests]
      .filter((guest) => !conversation.isWaiting(guest))
      .sort((a, b) => a.lastUsedMs - b.lastUsedMs);
    if (idlest) this.leave({ conversation, guest: idlest }, notNeeded());
  }
}

/** What is started for the server: another command has not failed yet. */
const commandOf = ({ id, target }: ServerOf<'stdio'>): string => `${id} ${launchKey(target)}`;

function occupantOf({ conversation, server, keyId }: Running): Occupant {
  const guests = [...conversation.guests];
  return {
    serverId: server.id,
    keyId,
    isEnding: conversation.isEnding,
    isBusy: conversation.isBusy,
    hasStream: guests.some((guest) => guest.hasStream),
    lastUsedMs: Math.max(conversation.startedMs, ...guests.map((guest) => guest.lastUsedMs)),
  };
}
