import pg from 'pg';
import { connections } from '../database/connections';
import { publishDirectory, publishReload } from './directory';
import { loadDirectory } from './load';

/** How often everything is read again even without a notification, in case one was missed. */
const POLL_MS = 15_000;
const RECONNECT_MS = 1_000;

export interface DirectoryWatch {
  stop(): Promise<void>;
}

/**
 * Fills the directory and keeps it true: PostgreSQL notifies every replica of a change (the triggers are
 * in prisma/migrations), a poll covers what a broken connection missed. While the database is away the
 * last known state stands.
 *
 * @param onLoaded after each successful load
 * @param onError when a load or the connection fails; the watch goes on by itself
 */
export async function watchDirectory(hooks: {
  onLoaded: () => void;
  onError: (error: unknown) => void;
}): Promise<DirectoryWatch> {
  let stopped = false;
  let listener: pg.Client | undefined;
  let reloading: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const load = async () => {
    publishDirectory(await loadDirectory());
    hooks.onLoaded();
  };
  /** One load at a time; who asks while one runs gets the one after it, which sees what changed meanwhile. */
  const reload = (): Promise<void> => {
    if (reloading) {
      return (following ??= reloading.then(() => {
        following = undefined;
        return stopped ? undefined : reload();
      }));
    }
    return (reloading = load()
      .catch(hooks.onError)
      .finally(() => (reloading = undefined)));
  };
  const listen = async () => {
    const client = new pg.Client({
      connectionString: connections().url,
      application_name: 'sightline directory',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
    });
    let retried = false;
    const retry = (error?: unknown) => {
      if (retried || stopped) return;
      retried = true;
      hooks.onError(error ?? new Error('The connection that listens for changes has ended.'));
      void client.end().catch(() => undefined);
      setTimeout(() => void listen(), RECONNECT_MS).unref();
    };
    client.on('error', retry);
    client.on('end', () => retry());
    client.on('notification', () => void reload());
    try {
      await client.connect();
      await client.query('LISTEN sightline_change');
      listener = client;
      void reload();
    } catch (error) {
      retry(error);
    }
  };

  await load();
  await listen();
  publishReload(reload);
  const poll = setInterval(() => void reload(), POLL_MS);
  poll.unref();
  return {
    async stop() {
      stopped = true;
      clearInterval(poll);
      await reloading;
      await listener?.end().catch(() => undefined);
    },
  };
}
