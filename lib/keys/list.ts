import { prisma } from '../database/connections';
import type { KeyView } from './schema';
import { viewKey } from './view';

/** All keys, the newest first, revoked ones included. */
export async function listKeys(): Promise<KeyView[]> {
  const rows = await prisma().apiKey.findMany({
    orderBy: { createdAt: 'desc' },
    include: { servers: { include: { server: true } } },
  });
  return rows.map(viewKey);
}
