import { reloader } from '../database/changes';
import { publishDirectory, publishReload, type DirectoryKeys, type DirectoryServer } from './directory';

/** The tables that the directory is made of. */
export const DIRECTORY_TABLES: readonly string[] = ['servers', 'api_keys', 'api_key_servers'];

/** Where the directory comes from; boot hands the verbs in. */
export interface DirectoryLoaders {
  servers(): Promise<DirectoryServer[]>;
  keys(): Promise<DirectoryKeys>;
}

/**
 * Fills the directory. Throws when that fails: nothing can be served without it.
 *
 * @param onLoaded after each successful load
 * @param onError when a later load fails; the last known state stands
 * @returns a function that reads everything again
 */
export async function watchDirectory(
  loaders: DirectoryLoaders,
  hooks: { onLoaded: () => void; onError: (error: unknown) => void },
): Promise<() => Promise<void>> {
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
  await load();
  const reload = reloader(load, hooks.onError);
  publishReload(reload);
  return reload;
}
