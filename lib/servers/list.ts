import { prisma } from '../database/connections';
import type { ServerView } from './schema';
import { viewServer } from './view';

/** All servers, by slug. */
export async function listServers(): Promise<ServerView[]> {
  const rows = await prisma().server.findMany({ orderBy: { slug: 'asc' } });
  return rows.map(viewServer);
}
