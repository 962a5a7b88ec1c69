import { isIP } from 'node:net';
import { errors, Pool, type Dispatcher } from 'undici';
import { isPrivateAddress, guardedLookup } from '../../net/address-guard';
import type { Address } from '../../directory/directory';
import type { ServerOf } from '../kinds';

const CONNECTIONS_PER_SERVER = 128;
const STREAMS_PER_SERVER = 1_024;
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
   * @param openEnded a stream on which silence is normal. These have connections of their own, because one stands
   *   for as long as its client does, and calls must not wait for that.
   */
  send(
    server: ServerOf<'http'>,
    request: Dispatcher.DispatchOptions,
    sending: Sending,
    openEnded: boolean,
  ): void;
  /** Closes the pools of servers that are gone or have moved. */
  prune(present: Iterable<ServerOf<'http'>>): void;
  close(): Promise<void>;
}

/** One server's connections. */
interface ServerPools {
  calls: Pool;
  streams: Pool;
}

/** @param allowPrivate ALLOW_PRIVATE_ADDRESSES: servers added at run time may be on private addresses */
export function createPools(timeoutMs: number, allowPrivate: boolean): Pools {
  const pools = new Map<string, ServerPools>();
  const keyOf = (id: string, { origin }: Address) => `${id} ${origin}`;
  const open = ({ trusted, target }: ServerOf<'http'>): ServerPools => {
    const guarded = !trusted && !allowPrivate;
    const host = target.address.hostname;
    // A literal address is never looked up, so the guarded lookup would not see it.
    if (guarded && isIP(host) && isPrivateAddress(host)) {
      throw Object.assign(new Error('the address is private'), { code: 'EPRIVATEADDRESS' });
    }
    const pool = (connections: number, bodyTimeout: number) =>
      new Pool(target.address.origin, {
        connections,
        headersTimeout: timeoutMs,
        bodyTimeout,
        connect: { timeout: CONNECT_TIMEOUT_MS, ...(guarded ? { lookup: guardedLookup } : {}) },
      });
    return { calls: pool(CONNECTIONS_PER_SERVER, timeoutMs), streams: pool(STREAMS_PER_SERVER, 0) };
  };
  const of = (server: ServerOf<'http'>): ServerPools => {
    const key = keyOf(server.id, server.target.address);
    let found = pools.get(key);
    if (!found) pools.set(key, (found = open(server)));
    return found;
  };
  return {
    send(server, request, sending, openEnded) {
      try {
        const { calls, streams } = of(server);
        const isFree = (openEnded ? streams : calls).dispatch(request, sending);
        // Only where all connections are taken there is a timer to pay for.
        if (!isFree && !sending.hasStarted()) limitWaiting(sending, timeoutMs);
      } catch (error) {
        sending.onResponseError(undefined, error instanceof Error ? error : new Error(String(error)));
      }
    },
    prune(present) {
      const wanted = new Set<string>();
      for (const server of present) wanted.add(keyOf(server.id, server.target.address));
      for (const [key, { calls, streams }] of pools) {
        if (wanted.has(key)) continue;
        pools.delete(key);
        for (const pool of [calls, streams]) void pool.close().catch(() => undefined);
      }
    },
    async close() {
      const all = [...pools.values()].flatMap(({ calls, streams }) => [calls, streams]);
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
