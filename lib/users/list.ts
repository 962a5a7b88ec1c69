import { requireRole, type Context } from '../context/context';
import { prisma } from '../database/connections';
import type { UserView } from './schema';
import { viewUser } from './view';

/** Everybody who can sign in, by e-mail. Throws AppError: forbidden (below auditor). */
export async function listUsers({ ctx }: { ctx: Context }): Promise<UserView[]> {
  requireRole(ctx, 'auditor');
  const rows = await prisma().user.findMany({ orderBy: { email: 'asc' } });
  return rows.map(viewUser);
}
