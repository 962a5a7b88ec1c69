import { isIP } from 'node:net';
import { Pool, type Dispatcher } from 'undici';
import { isPrivateAddress, guardedLookup } from '../../net/address-guard';
import type { Address } from '../../directory/directory';
import type { ServerOf } from '../kinds';
import { Connections, type Sending } from './connections';

/**
 * What each server gets, opened as they are needed. Apart, so that none waits for another: a call may wait for the
 * POSTed response to a question of its server, and a cancellation has to pass the calls that it is about.
 */
const CONNECTIONS = { calls: 256, messages: 64, streams: 1_024 };
export type Lane = keyof typeof CONNECTIONS;
const CONNECT_TIMEOUT_MS = 10_000;

/** Kept-alive connections to the upstream servers. */
export interface Pools {
  /**
   * Sends a request. Every failure goes to onResponseError: also that the address is private and the server was
   * added at run time without permission, and that no connection became free in time, or too many requests wait for one.
   *
   * @param lane `calls` are requests that are answered, `messages` all that has no answer to wait for, `streams` those
   *   on which silence is normal and that stand for as long as their client does
   * @returns gives it up, if it still waits for a connection: it is forgotten with its body, and hears nothing
   */
  send(
    server: ServerOf<'http'>,
    request: Dispatcher.DispatchOptions,
    sending: Sending,
    lane: Lane,
  ): () => void;
  /** Closes the pools of servers that are gone or have moved. */
  prune(present: Iterable<ServerOf<'http'>>): void;
  close(): Promise<void>;
}

/** One server's connections. */
type ServerPools = Record<Lane, Connections>;

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
    const connections = (lane: Lane, bodyTimeout: number) => {
      const size = CONNECTIONS[lane];
      const pool = new Pool(target.address.origin, {
        connections: size,
        headersTimeout: timeoutMs,
        bodyTimeout,
        connect: { timeout: CONNECT_TIMEOUT_MS, ...(guarded ? { lookup: guardedLookup } : {}) },
      });
      return new Connections({ pool, size, timeoutMs });
    };
    return {
      calls: connections('calls', silenceMs),
      messages: connections('messages', silenceMs),
      streams: connections('streams', 0),
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
        return of(server)[lane].send(request, sending);
      } catch (error) {
        sending.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
        return () => undefined;
      }
    },
    prune(present) {
      const wanted = new Set<string>();
      for (const server of present) wanted.add(keyOf(server.id, server.target.address));
      for (const [key, lanes] of pools) {
        if (wanted.has(key)) continue;
        pools.delete(key);
        for (const connections of Object.values(lanes)) connections.retire();
      }
    },
    async close() {
      const all = [...pools.values()].flatMap((lanes) => Object.values(lanes));
      await Promise.allSettled(all.map((connections) => connections.destroy()));
      pools.clear();
    },
  };
}
