import { requireRole, type Context } from '../context/context';
import { prisma } from '../database/connections';
import { AppError } from '../errors';
import type { ServerView } from './schema';
import { viewServer } from './view';

/** One server. Throws AppError: forbidden, not_found. */
export async function getServer({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string };
}): Promise<ServerView> {
  requireRole(ctx, 'viewer');
  const row = await prisma().server.findUnique({ where: { id: input.id } });
  if (!row) throw new AppError('not_found', 'There is no such server.');
  return viewServer(row);
}
