import { prisma } from '../database/connections';
import type { DirectoryKeys } from '../directory/directory';

/** So many revoked keys are remembered, the last ones, so that a call with one of them is recorded by its name. */
const MAX_REVOKED = 10_000;

/** Reads all valid keys for the directory, and the names of those revoked last. */
export async function loadKeys(): Promise<DirectoryKeys> {
  const [valid, revoked] = await Promise.all([
    prisma().apiKey.findMany({ where: { revokedAt: null }, include: { servers: true } }),
    prisma().apiKey.findMany({
      where: { revokedAt: { not: null } },
      select: { id: true, name: true, hash: true },
      orderBy: { revokedAt: 'desc' },
      take: MAX_REVOKED,
    }),
  ]);
  return {
    valid: new Map(
      valid.map((row) => [
        hexOf(row.hash),
        {
          id: row.id,
          name: row.name,
          scopes: row.scopes,
          servers: row.allServers ? 'all' : new Set(row.servers.map((link) => link.serverId)),
        },
      ]),
    ),
    revoked: new Map(revoked.map((row) => [hexOf(row.hash), { id: row.id, name: row.name }])),
  };
}

const hexOf = (hash: Uint8Array) => Buffer.from(hash).toString('hex');
