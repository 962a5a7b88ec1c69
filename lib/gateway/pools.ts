import { isIP } from 'node:net';
import { Pool } from 'undici';
import { isPrivateAddress, guardedLookup } from '../net/address-guard';
import type { Address } from '../directory/directory';
import type { Upstream } from './choose-upstream';

const CONNECTIONS_PER_SERVER = 128;
const CONNECT_TIMEOUT_MS = 10_000;

/** Kept-alive connections, one pool per upstream server. */
export interface Pools {
  /** Throws when the address is private and the server was added at run time without permission. */
  of(upstream: Upstream): Pool;
  /** Closes the pools of servers that are gone or have moved. */
  prune(present: Iterable<{ id: string; address: Address | null }>): void;
  close(): Promise<void>;
}

/** @param allowPrivate ALLOW_PRIVATE_ADDRESSES: servers added at run time may be on private addresses */
export function createPools(timeoutMs: number, allowPrivate: boolean): Pools {
  const pools = new Map<string, Pool>();
  const keyOf = (id: string, { origin }: Address) => `${id} ${origin}`;
  return {
    of(upstream) {
      const key = keyOf(upstream.id, upstream.address);
      const existing = pools.get(key);
      if (existing) return existing;
      const guarded = !upstream.trusted && !allowPrivate;
      const host = upstream.address.hostname;
      // A literal address is never looked up, so the guarded lookup would not see it.
      if (guarded && isIP(host) && isPrivateAddress(host)) throw new Error('the address is private');
      const pool = new Pool(upstream.address.origin, {
        connections: CONNECTIONS_PER_SERVER,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        connect: { timeout: CONNECT_TIMEOUT_MS, ...(guarded ? { lookup: guardedLookup } : {}) },
      });
      pools.set(key, pool);
      return pool;
    },
    prune(present) {
      const wanted = new Set<string>();
      for (const server of present) if (server.address) wanted.add(keyOf(server.id, server.address));
      for (const [key, pool] of pools) {
        if (wanted.has(key)) continue;
        pools.delete(key);
        void pool.close().catch(() => undefined);
      }
    },
    async close() {
      await Promise.allSettled([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
    },
  };
}
