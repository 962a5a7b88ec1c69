import { connections } from '../database/connections';
import { once } from '../once';

/** Remembers when keys were used; flush() writes it down, off the path of calls. */
export interface LastUsed {
  touch(keyId: string): void;
  /** Writes what is pending. What could not be written is tried again with the next one. */
  flush(): Promise<void>;
}

/** The process's memory of it: agents' calls and the REST API both write into it. */
export const lastUsed: () => LastUsed = once('keys/last-used', trackLastUsed);

/** Bounded by the number of keys. */
function trackLastUsed(): LastUsed {
  const pending = new Map<string, number>();
  return {
    touch: (keyId) => void pending.set(keyId, Date.now()),
    async flush() {
      if (pending.size === 0) return;
      const batch = new Map(pending);
      pending.clear();
      try {
        await connections().direct.query(
          `UPDATE api_keys SET last_used_at = greatest(last_used_at, used.at)
             FROM unnest($1::uuid[], $2::timestamptz[]) AS used (id, at) WHERE api_keys.id = used.id`,
          [[...batch.keys()], [...batch.values()].map((at) => new Date(at).toISOString())],
        );
      } catch (error) {
        for (const [id, at] of batch) if (!pending.has(id)) pending.set(id, at);
        throw error;
      }
    },
  };
}
