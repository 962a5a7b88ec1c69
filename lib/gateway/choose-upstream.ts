import type { Directory, DirectoryKey, ServedServer } from '../directory/directory';
import type { OpenCall } from '../record/call';
import { Failure } from '../record/failure';

/**
 * The server's name for the record, known before the caller is: refused calls say where they went. A name
 * that is no server's is the caller's invention and becomes "unknown".
 */
export function nameServer(slug: string, directory: Directory): string {
  return slug === '' ? '' : (directory.findServer(slug)?.slug ?? 'unknown');
}

/**
 * The server behind the slug, if this key may call it. The agent cannot tell a server that does not exist
 * from one that it may not call; the record can. Throws Failure: unknown_server, not_allowed.
 */
export function chooseUpstream(
  slug: string,
  key: DirectoryKey,
  directory: Directory,
  call: OpenCall,
): ServedServer {
  const server = directory.findServer(slug);
  const hint =
    slug === ''
      ? 'One address for all servers is not served yet: use /mcp/{server}.'
      : `There is no server "${printable(slug)}" that this key may call.`;
  if (!server) throw new Failure('unknown_server', hint);
  call.serverId = server.id;
  if (key.servers !== 'all' && !key.servers.has(server.id)) throw new Failure('not_allowed', hint);
  if (server.target === null) {
    throw new Failure(
      'unknown_server',
      `The server "${server.slug}" is not served. ${server.notServedBecause ?? ''}`,
    );
  }
  return server as ServedServer;
}

const printable = (slug: string) => slug.replaceAll(/[^A-Za-z0-9._-]/g, '?').slice(0, 63);
