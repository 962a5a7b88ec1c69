import { requireRole, type Context } from '../context/context';
import { prisma } from '../database/connections';
import type { ServerView } from './schema';
import { viewServer } from './view';

/** All servers, by slug. Throws AppError: forbidden. */
export async function listServers({ ctx }: { ctx: Context }): Promise<ServerView[]> {
  requireRole(ctx, 'viewer');
  const rows = await prisma().server.findMany({ orderBy: { slug: 'asc' } });
  return rows.map(viewServer);
}
