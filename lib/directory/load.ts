import { prisma } from '../database/connections';
import type { KeyScope } from '../keys/schema';
import { openHeaders } from '../servers/headers';
import { notServedBecause } from '../servers/served';
import { addressOf, type Directory, type DirectoryKey, type DirectoryServer } from './directory';

/**
 * Reads all servers and all valid keys. A server whose credentials cannot be opened is listed as not
 * served, with the reason, and stops nobody else.
 */
export async function loadDirectory(): Promise<Directory> {
  const [serverRows, keyRows] = await Promise.all([
    prisma().server.findMany(),
    prisma().apiKey.findMany({ where: { revokedAt: null }, include: { servers: true } }),
  ]);
  const servers = new Map(serverRows.map((row) => [row.slug, toServer(row)]));
  const keys = new Map<string, DirectoryKey>(
    keyRows.map((row) => [
      Buffer.from(row.hash).toString('hex'),
      {
        id: row.id,
        name: row.name,
        scopes: row.scopes as KeyScope[],
        servers: row.allServers ? 'all' : new Set(row.servers.map((link) => link.serverId)),
      },
    ]),
  );
  return {
    findServer: (slug) => servers.get(slug),
    findKey: (hash) => keys.get(hash),
    servers: () => servers.values(),
  };
}

type ServerRow = Awaited<ReturnType<ReturnType<typeof prisma>['server']['findMany']>>[number];

function toServer(row: ServerRow): DirectoryServer {
  const base = { id: row.id, slug: row.slug, trusted: row.origin === 'config' };
  const notServed = (reason: string) => ({ ...base, address: null, headers: {}, notServedBecause: reason });
  const reason = notServedBecause(row);
  if (reason !== null || row.url === null) return notServed(reason ?? 'It has no address.');
  try {
    const headers = Object.entries(openHeaders(row.id, row.url, row.sealedHeaders));
    return {
      ...base,
      address: addressOf(row.url),
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      notServedBecause: null,
    };
  } catch {
    return notServed('Its stored credentials cannot be opened with the present ENCRYPTION_KEY.');
  }
}
