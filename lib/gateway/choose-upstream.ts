import type { Directory, DirectoryKey, DirectoryServer } from '../directory/directory';
import type { OpenCall } from '../observe/call';
import { Refusal } from './refusal';

/** A server that can be called: it has an address. */
export type Upstream = DirectoryServer & { url: URL };

/** What stands on the record of a call to a server that does not exist: the name is the caller's invention. */
const UNKNOWN = 'unknown';

/**
 * The server behind the slug, if this key may call it. The agent cannot tell a server that does not exist
 * from one that it may not call; the record can. Built-in servers (skills, sandbox) will be chosen here.
 * Throws Refusal: unknown_server, not_allowed.
 */
export function chooseUpstream(
  slug: string,
  key: DirectoryKey,
  directory: Directory,
  call: OpenCall,
): Upstream {
  const server = directory.findServer(slug);
  const hint = `There is no server "${printable(slug)}" that this key may call.`;
  call.server = server?.slug ?? UNKNOWN;
  if (!server) throw new Refusal('unknown_server', hint);
  call.serverId = server.id;
  if (key.servers !== 'all' && !key.servers.has(server.id)) throw new Refusal('not_allowed', hint);
  if (server.url === null) {
    throw new Refusal(
      'unknown_server',
      `The server "${server.slug}" is not served. ${server.notServedBecause ?? ''}`,
    );
  }
  call.upstream = { address: server.url.hostname, port: portOf(server.url) };
  return server as Upstream;
}

const portOf = (url: URL) => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

const printable = (slug: string) => slug.replaceAll(/[^A-Za-z0-9._-]/g, '?').slice(0, 63);
