import pg from 'pg';
import { connections } from '../database/connections';
import { publishDirectory, publishReload, type DirectoryKeys, type DirectoryServer } from './directory';

const RECONNECT_MS = 1_000;

export interface DirectoryWatch {
  /** Reads everything again. Resolves also when that failed; the last known state stands then. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/** Where the directory comes from; boot hands the verbs in. */
export interface DirectoryLoaders {
  servers(): Promise<DirectoryServer[]>;
  keys(): Promise<DirectoryKeys>;
}

/**
 * Fills the directory and keeps it true: PostgreSQL notifies every replica of a change (the triggers are
 * in prisma/migrations), a job that calls reload() covers what a broken connection missed. While the database is away the
 * last known state stands.
 *
 * @param onLoaded after each successful load
 * @param onError when a load or the connection fails; the watch goes on by itself
 */
export async function watchDirectory(
  loaders: DirectoryLoaders,
  hooks: { onLoaded: () => void; onError: (error: unknown) => void },
): Promise<DirectoryWatch> {
  let stopped = false;
  let listener: pg.Client | undefined;
  let reloading: Promise<void> | undefined;
  let following: Promise<void> | undefined;

  const load = async () => {
    const [list, keys] = await Promise.all([loaders.servers(), loaders.keys()]);
    const servers = new Map(list.map((server) => [server.slug, server]));
    publishDirectory({
      findServer: (slug) => servers.get(slug),
      findKey: (hash) => keys.valid.get(hash),
      findRevokedKey: (hash) => keys.revoked.get(hash),
      servers: () => servers.values(),
    });
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
  return {
    reload,
    async stop() {
      stopped = true;
      await reloading;
      await listener?.end().catch(() => undefined);
    },
  };
}
