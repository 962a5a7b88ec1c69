import { Failure } from '../record/failure';

/** How much one key and one server may be used at a time: what the section `security` of the settings says of it. */
export interface Bounds {
  key_concurrent_calls: number;
  key_streams: number;
  key_calls_per_minute: number | null;
  server_concurrent_calls: number;
  server_streams: number;
  server_calls_per_minute: number | null;
  /** minutes; null: as long as both sides like */
  longest_call: number | null;
  /** bytes of request bodies that the process holds at a time */
  request_bytes_in_flight: number;
}

/**
 * What counts apart, so that neither takes the other's room: requests that are answered, streams on which silence is
 * normal, and what has no answer to wait for, which a call in flight may depend on.
 */
export type Lane = 'calls' | 'streams' | 'messages';

const MINUTE_MS = 60_000;
/**
 * A key may take so many times what is still free of a server. However many keys there are, a newcomer finds room: with
 * 256 places one greedy key gets 205, two get 114 each, ten 25 each.
 */
const SHARE_OF_FREE = 4;

/** What one key or one server has in flight. */
interface Usage {
  calls: number;
  streams: number;
  messages: number;
  /** of request bodies */
  bytes: number;
  /** the minute that callsInMinute is about */
  minute: number;
  callsInMinute: number;
  /** of a server: how many of them are each key's */
  held: Record<Lane, Map<string, number>>;
}

/** Bounds what one agent can take from all others. The counts are of this process. */
export class Limits {
  private readonly keys = new Map<string, Usage>();
  private readonly servers = new Map<string, Usage>();
  private readonly places = new Set<Place>();
  private bytes = 0;

  /**
   * @param bounds as they stand now; asked for each call, so it must cost nothing
   * @param maxBodyBytes of one request: the bytes in flight are never bounded to less than two such bodies
   * @param now milliseconds of any clock that only goes forward
   */
  constructor(
    private readonly bounds: () => Bounds,
    readonly maxBodyBytes: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The place of one call. It takes nothing yet; whoever asks for it calls leave() when the call is over. */
  place(keyId: string, serverId: string): Place {
    return new Place(this, keyId, serverId);
  }

  /** Ends what has lasted longer than it may. One of the process's jobs. */
  endOverdue(): void {
    const { longest_call: minutes } = this.bounds();
    const before = minutes === null ? -Infinity : this.now() - minutes * MINUTE_MS;
    for (const place of this.places) place.endIfSince(before);
    for (const all of [this.keys, this.servers]) {
      for (const [id, usage] of all) if (this.isIdle(usage)) all.delete(id);
    }
  }

  /** Throws Failure too_many_calls; then nothing has been taken. */
  enter(place: Place, lane: Lane): number {
    const bounds = this.bounds();
    const key = usageOf(this.keys, place.keyId);
    const server = usageOf(this.servers, place.serverId);
    const isStream = lane === 'streams';
    const ofKey = isStream ? bounds.key_streams : bounds.key_concurrent_calls;
    const ofServer = isStream ? bounds.server_streams : bounds.server_concurrent_calls;
    if (key[lane] >= ofKey) throw tooMany('This API key', lane, ofKey);
    if (server[lane] >= ofServer) throw tooMany('This server', lane, ofServer);
    const held = server.held[lane].get(place.keyId) ?? 0;
    if (held >= SHARE_OF_FREE * (ofServer - server[lane])) throw tooMuchOf(lane, held);
    if (lane === 'calls') {
      this.assertRate(key, bounds.key_calls_per_minute, 'This API key');
      this.assertRate(server, bounds.server_calls_per_minute, 'This server');
      key.callsInMinute += 1;
      server.callsInMinute += 1;
    }
    key[lane] += 1;
    server[lane] += 1;
    server.held[lane].set(place.keyId, held + 1);
    this.places.add(place);
    return this.now();
  }

  /** Gives back what enter() has taken. */
  leave(place: Place, lane: Lane): void {
    usageOf(this.keys, place.keyId)[lane] -= 1;
    const server = usageOf(this.servers, place.serverId);
    server[lane] -= 1;
    const held = (server.held[lane].get(place.keyId) ?? 0) - 1;
    if (held > 0) server.held[lane].set(place.keyId, held);
    else server.held[lane].delete(place.keyId);
    this.places.delete(place);
  }

  /** Takes room for bytes of a body. @returns why there is none, or undefined; then nothing has been taken */
  takeBytes(keyId: string, bytes: number): Failure | undefined {
    const all = Math.max(this.bounds().request_bytes_in_flight, 2 * this.maxBodyBytes);
    const key = usageOf(this.keys, keyId);
    // One key never has it all to itself. What is refused takes nothing, or one key's refusals would be another's.
    if (key.bytes + bytes > all / 2) return tooManyBytes('too_many_calls', 'this API key');
    if (this.bytes + bytes > all) return tooManyBytes('overloaded', 'all agents together');
    this.bytes += bytes;
    key.bytes += bytes;
    return undefined;
  }

  giveBytes(keyId: string, bytes: number): void {
    this.bytes -= bytes;
    usageOf(this.keys, keyId).bytes -= bytes;
  }

  /** What is in flight now, for tests. */
  inFlight(): { places: number; bytes: number; keys: number } {
    return { places: this.places.size, bytes: this.bytes, keys: this.keys.size };
  }

  private assertRate(usage: Usage, perMinute: number | null, whose: string): void {
    const now = this.now();
    const minute = Math.floor(now / MINUTE_MS);
    if (usage.minute !== minute) {
      usage.minute = minute;
      usage.callsInMinute = 0;
    }
    if (perMinute === null || usage.callsInMinute < perMinute) return;
    const seconds = Math.max(1, Math.ceil(((minute + 1) * MINUTE_MS - now) / 1_000));
    throw new Failure(
      'too_many_calls',
      `${whose} may be used for ${perMinute} calls a minute, and they are used up. Try again in ${seconds} s.`,
      { 'retry-after': String(seconds) },
    );
  }

  private isIdle(usage: Usage): boolean {
    const { calls, streams, messages, bytes, minute } = usage;
    return calls + streams + messages + bytes === 0 && minute !== Math.floor(this.now() / MINUTE_MS);
  }
}

/** What one call holds. It is given back once, however often leave() is called. */
export class Place {
  private lane: Lane | undefined;
  private bytes = 0;
  /** bytes that have room already and have not come yet */
  private ahead = 0;
  private since = Infinity;
  private end: ((failure: Failure) => void) | undefined;

  constructor(
    private readonly limits: Limits,
    readonly keyId: string,
    readonly serverId: string,
  ) {}

  /**
   * Takes room for the whole of a body that says how long it is, so that of many large ones at a time some are served
   * and not all broken off in their middle. Throws Failure: too_many_calls, overloaded.
   *
   * @param declared the header Content-Length
   */
  expect(declared: string | undefined): void {
    const bytes = Number(declared ?? 0);
    // Longer ones are refused for their length.
    if (!(bytes > 0 && bytes <= this.limits.maxBodyBytes)) return;
    const full = this.room(bytes);
    if (full) throw full;
    this.ahead = bytes;
  }

  /** Room for a piece of the call's body. @returns why there is none, or undefined */
  readonly room = (bytes: number): Failure | undefined => {
    const known = Math.min(bytes, this.ahead);
    this.ahead -= known;
    const more = bytes - known;
    if (more === 0) return undefined;
    const full = this.limits.takeBytes(this.keyId, more);
    if (!full) this.bytes += more;
    return full;
  };

  /** Takes its place among the others of its lane. Throws Failure too_many_calls. */
  enter(lane: Lane): void {
    this.since = this.limits.enter(this, lane);
    this.lane = lane;
  }

  /** @param end ends the call with this failure; called when it has lasted longer than it may */
  whenOverdue(end: (failure: Failure) => void): void {
    this.end = end;
  }

  endIfSince(before: number): void {
    if (this.since > before) return;
    const { end } = this;
    this.end = undefined;
    end?.(
      new Failure('lasted_too_long', 'The call lasted longer than the security settings allow. Start anew.'),
    );
  }

  leave(): void {
    // What ends the call holds all of it.
    this.end = undefined;
    if (this.lane !== undefined) this.limits.leave(this, this.lane);
    this.lane = undefined;
    if (this.bytes > 0) this.limits.giveBytes(this.keyId, this.bytes);
    this.bytes = 0;
  }
}

function usageOf(all: Map<string, Usage>, id: string): Usage {
  let usage = all.get(id);
  if (!usage) {
    const held = { calls: new Map(), streams: new Map(), messages: new Map() };
    usage = { calls: 0, streams: 0, messages: 0, bytes: 0, minute: -1, callsInMinute: 0, held };
    all.set(id, usage);
  }
  return usage;
}

const NAMES: Record<Lane, string> = { calls: 'calls', streams: 'streams', messages: 'notifications' };

const tooMany = (whose: string, lane: Lane, bound: number) =>
  new Failure(
    'too_many_calls',
    `${whose} has ${bound} ${NAMES[lane]} open, which is as many as it may have. Try again when some have ended.`,
    { 'retry-after': '1' },
  );

const tooMuchOf = (lane: Lane, held: number) =>
  new Failure(
    'too_many_calls',
    `This API key has ${held} ${NAMES[lane]} open at this server; the rest is for other keys. Try again when some have ended.`,
    { 'retry-after': '1' },
  );

const tooManyBytes = (category: 'too_many_calls' | 'overloaded', whose: string) =>
  new Failure(category, `The requests of ${whose} that are being served are too large together. Try again.`, {
    'retry-after': '1',
  });
