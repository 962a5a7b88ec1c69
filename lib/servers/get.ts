import { prisma } from '../database/connections';
import { AppError } from '../errors';
import type { ServerView } from './schema';
import { viewServer } from './view';

/** One server. Throws AppError: not_found. */
export async function getServer(id: string): Promise<ServerView> {
  const row = await prisma().server.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no such server.');
  return viewServer(row);
}
