import { isIP } from 'node:net';
import { errors, Pool, type Dispatcher } from 'undici';
import { isPrivateAddress, guardedLookup } from '../../net/address-guard';
import type { Address } from '../../directory/directory';
import type { ServerOf } from '../kinds';

/**
 * What each server gets, opened as they are needed. Apart, so that none waits for another: a call may wait for the
 * POSTed response to a question of its server, and a cancellation has to pass the calls that it is about.
 */
const CONNECTIONS = { calls: 256, messages: 64, streams: 1_024 };
export type Lane = keyof typeof CONNECTIONS;
const CONNECT_TIMEOUT_MS = 10_000;

/** What becomes of a request, and whether it has a connection yet. */
export interface Sending extends Dispatcher.DispatchHandler {
  hasStarted: () => boolean;
  onRequestStart: NonNullable<Dispatcher.DispatchHandler['onRequestStart']>;
  onResponseError: (controller: Dispatcher.DispatchController | undefined, error: Error) => void;
}

/** Kept-alive connections to the upstream servers. */
export interface Pools {
  /**
   * Sends a request. Every failure goes to onResponseError: also that the address is private and the server was
   * added at run time without permission, and that no connection became free in time.
   *
   * @param lane `calls` are requests that are answered, `messages` all that has no answer to wait for, `streams` those
   *   on which silence is normal and that stand for as long as their client does
   */
  send(server: ServerOf<'http'>, request: Dispatcher.DispatchOptions, sending: Sending, lane: Lane): void;
  /** Closes the pools of servers that are gone or have moved. */
  prune(present: Iterable<ServerOf<'http'>>): void;
  close(): Promise<void>;
}

/** One server's connections. */
type ServerPools = Record<Lane, Pool>;

export interface PoolOptions {
  /** until the first byte of an answer */
  timeoutMs: number;
  /** between two bytes of an answer that has begun */
  silenceMs: number;
  /** ALLOW_PRIVATE_ADDRESSES: servers added at run time may be on private addresses */
  allowPrivate: boolean;
}

export function createPools({ timeoutMs, silenceMs, allowPrivate }: PoolOptions): Pools {
  const pools = new Map<string, ServerPools>();
  const keyOf = (id: string, { origin }: Address) => `${id} ${origin}`;
  const open = ({ trusted, target }: ServerOf<'http'>): ServerPools => {
    const guarded = !trusted && !allowPrivate;
    const host = target.address.hostname;
    // A literal address is never looked up, so the guarded lookup would not see it.
    if (guarded && isIP(host) && isPrivateAddress(host)) {
      throw Object.assign(new Error('the address is private'), { code: 'EPRIVATEADDRESS' });
    }
    const pool = (lane: Lane, bodyTimeout: number) =>
      new Pool(target.address.origin, {
        connections: CONNECTIONS[lane],
        headersTimeout: timeoutMs,
        bodyTimeout,
        connect: { timeout: CONNECT_TIMEOUT_MS, ...(guarded ? { lookup: guardedLookup } : {}) },
      });
    return {
      calls: pool('calls', silenceMs),
      messages: pool('messages', silenceMs),
      streams: pool('streams', 0),
    };
  };
  const of = (server: ServerOf<'http'>): ServerPools => {
    const key = keyOf(server.id, server.target.address);
    let found = pools.get(key);
    if (!found) pools.set(key, (found = open(server)));
    return found;
  };
  return {
    send(server, request, sending, lane) {
      try {
        const isFree = of(server)[lane].dispatch(request, sending);
        // Only where all connections are taken there is a timer to pay for.
        if (!isFree && !sending.hasStarted()) limitWaiting(sending, timeoutMs);
      } catch (error) {
        sending.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      }
    },
    prune(present) {
      const wanted = new Set<string>();
      for (const server of present) wanted.add(keyOf(server.id, server.target.address));
      for (const [key, lanes] of pools) {
        if (wanted.has(key)) continue;
        pools.delete(key);
        for (const pool of Object.values(lanes)) void pool.close().catch(() => undefined);
      }
    },
    async close() {
      const all = [...pools.values()].flatMap((lanes) => Object.values(lanes));
      await Promise.allSettled(all.map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}

/** undici lets a request wait for a connection for ever. The timer goes when it has one: it holds the whole call. */
function limitWaiting(sending: Sending, timeoutMs: number): void {
  const { onRequestStart, onResponseError } = sending;
  const timer = setTimeout(() => {
    onResponseError(undefined, new errors.ConnectTimeoutError('no connection became free in time'));
  }, timeoutMs).unref();
  sending.onRequestStart = (controller, context) => {
    clearTimeout(timer);
    onRequestStart(controller, context);
  };
  sending.onResponseError = (controller, error) => {
    clearTimeout(timer);
    onResponseError(controller, error);
  };
}
