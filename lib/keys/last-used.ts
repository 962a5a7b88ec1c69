import { connections } from '../database/connections';

const FLUSH_MS = 5_000;

/** Remembers when keys were used and writes it down every few seconds, off the path of calls. */
export interface LastUsed {
  touch(keyId: string): void;
  /** Writes what is pending and stops the timer. */
  stop(): Promise<void>;
}

/** Bounded by the number of keys. A failed write is tried again with the next one. */
export function trackLastUsed(onError: (error: unknown) => void): LastUsed {
  const pending = new Map<string, number>();
  const flush = async () => {
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
      onError(error);
    }
  };
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    touch: (keyId) => void pending.set(keyId, Date.now()),
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
