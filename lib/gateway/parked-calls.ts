import type { OpenCall } from '../record/call';
import { noteFailure, type Failure } from '../record/failure';
import type { AuditResult } from '../record/sinks';
import { isAnsweredBy } from './message/observe-answer';

/** A client that wants the rest comes back within seconds; a server may ask it to wait a little. */
const RESUME_WITHIN_MS = 120_000;
const MAX_CALLS = 1_000;
const MAX_PAYLOAD_CHARACTERS = 32 * 1024 * 1024;
const LOOKS = 8;

/** A call whose stream is over, but not the call: its record stays open until its answer comes on another stream. */
export interface ParkedCall {
  call: OpenCall;
  seal: (then: (stored: AuditResult) => void) => void;
}

interface Entry extends ParkedCall {
  place: string;
  sinceMs: number;
  /** how the call has ended if nobody resumes it */
  otherwise: Failure;
}

/** Where the answers of a session come: at one server, for one key. @param sessionId as the upstream gave it */
export const placeOf = (keyId: string, serverId: string, sessionId: string): string =>
  `${keyId} ${serverId} ${sessionId}`;

/** Undefined without a session: nothing of it can be found again. */
export function placeOfCall({ caller, serverId, sessionId }: OpenCall): string | undefined {
  if (caller === null || serverId === null || sessionId === null) return undefined;
  return placeOf(caller.keyId, serverId, sessionId);
}

/**
 * Calls that wait for their stream to be resumed (SEP-1699: a server ends a stream cleanly before the answer, and
 * the client fetches the rest by GET with Last-Event-ID; after a broken connection it does the same). Bounded in
 * number, in memory and in time: whatever is over a bound ends as its stream has ended.
 */
export class ParkedCalls {
  private readonly entries = new Set<Entry>();
  /** how many streams are open at which a place's answers may come */
  private readonly streams = new Map<string, number>();
  private characters = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly resumeWithinMs = RESUME_WITHIN_MS) {}

  /** @returns false when nothing can bring the answer any more: the call is over then */
  park(parked: ParkedCall, otherwise: Failure): boolean {
    const place = placeOfCall(parked.call);
    if (place === undefined) return false;
    const entry: Entry = { ...parked, place, sinceMs: performance.now(), otherwise };
    this.entries.add(entry);
    this.characters += charactersOf(entry);
    for (const oldest of this.entries) {
      if (this.entries.size <= MAX_CALLS && this.characters <= MAX_PAYLOAD_CHARACTERS) break;
      this.giveUp(oldest);
    }
    this.timer ??= setInterval(() => this.look(), this.resumeWithinMs / LOOKS).unref();
    return true;
  }

  /** The call that this id belongs to, which is not parked any more. @param idText the id as it stands in its text */
  take(place: string, idText: string): ParkedCall | undefined {
    for (const entry of this.entries) {
      if (entry.place !== place || !isAnsweredBy(entry.call.message?.idText ?? null, idText)) continue;
      this.remove(entry);
      return entry;
    }
    return undefined;
  }

  /** A stream is open that resumes another: while it is, the calls of its place wait. @returns to be called at its end */
  resume(place: string): () => void {
    this.streams.set(place, (this.streams.get(place) ?? 0) + 1);
    return () => {
      const left = (this.streams.get(place) ?? 1) - 1;
      if (left > 0) return void this.streams.set(place, left);
      this.streams.delete(place);
      const now = performance.now();
      for (const entry of this.entries) if (entry.place === place) entry.sinceMs = now;
    };
  }

  /** Ends all, as at a stop. */
  giveUpAll(): void {
    for (const entry of this.entries) this.giveUp(entry);
  }

  private look(): void {
    const before = performance.now() - this.resumeWithinMs;
    for (const entry of this.entries) {
      if (entry.sinceMs <= before && !this.streams.has(entry.place)) this.giveUp(entry);
    }
  }

  private giveUp(entry: Entry): void {
    this.remove(entry);
    noteFailure(entry.call, entry.otherwise);
    if (entry.otherwise.category === 'client_gone') entry.call.httpStatus = entry.otherwise.kind.status;
    // The time in which nobody came is nobody's latency.
    entry.call.endedMs = entry.sinceMs;
    entry.seal(() => undefined);
  }

  private remove(entry: Entry): void {
    this.entries.delete(entry);
    this.characters -= charactersOf(entry);
    if (this.entries.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

function charactersOf({ call: { message } }: Entry): number {
  const payload = message?.payload;
  return typeof payload === 'string' ? payload.length : 0;
}
