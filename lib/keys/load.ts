import { prisma } from '../database/connections';
import type { DirectoryKey } from '../directory/directory';

/** Reads all valid keys for the directory, by the SHA-256 of their text in hexadecimal. */
export async function loadKeys(): Promise<Map<string, DirectoryKey>> {
  const rows = await prisma().apiKey.findMany({ where: { revokedAt: null }, include: { servers: true } });
  return new Map(
    rows.map((row) => [
      Buffer.from(row.hash).toString('hex'),
      {
        id: row.id,
        name: row.name,
        scopes: row.scopes,
        servers: row.allServers ? 'all' : new Set(row.servers.map((link) => link.serverId)),
      },
    ]),
  );
}
