import pg from 'pg';
import { connections } from './connections';

const RECONNECT_MS = 1_000;

/**
 * Reading again what is kept in memory, one load at a time: who asks while one runs gets the one after it, which sees
 * what changed meanwhile. The function resolves also when the load failed; the last known state stands then.
 */
export function reloader(load: () => Promise<void>, onError: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | undefined;
  let following: Promise<void> | undefined;
  const reload = (): Promise<void> => {
    if (running) {
      return (following ??= running.then(() => {
        following = undefined;
        return reload();
      }));
    }
    return (running = load()
      .catch(onError)
      .finally(() => (running = undefined)));
  };
  return reload;
}

export interface ChangeListener {
  stop(): Promise<void>;
}

/**
 * Hears of every change to the tables that replicas keep in memory (the triggers are in prisma/migrations). A broken
 * connection is made anew; what was missed meanwhile is unknown, so that everything counts as changed then.
 *
 * @param onChange with the name of the table, or null for all of them
 */
export async function listenForChanges(
  onChange: (table: string | null) => void,
  onError: (error: unknown) => void,
): Promise<ChangeListener> {
  let stopped = false;
  let listener: pg.Client | undefined;
  const listen = async () => {
    const client = new pg.Client({
      connectionString: connections().url,
      application_name: 'sightline changes',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    let retried = false;
    const retry = (error?: unknown) => {
      if (retried || stopped) return;
      retried = true;
      onError(error ?? new Error('The connection that listens for changes has ended.'));
      void client.end().catch(() => undefined);
      setTimeout(() => void listen(), RECONNECT_MS).unref();
    };
    client.on('error', retry);
    client.on('end', () => retry());
    client.on('notification', ({ payload }) => onChange(payload ?? null));
    try {
      await client.connect();
      await client.query('LISTEN sightline_change');
      listener = client;
      onChange(null);
    } catch (error) {
      retry(error);
    }
  };
  await listen();
  return {
    async stop() {
      stopped = true;
      await listener?.end().catch(() => undefined);
    },
  };
}
