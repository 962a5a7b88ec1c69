import { requireRole, type Context } from '../context/context';
import { prisma } from '../database/connections';
import type { KeyView } from './schema';
import { viewKey } from './view';

/** All keys, the newest first, revoked ones included. Throws AppError: forbidden (below auditor). */
export async function listKeys({ ctx }: { ctx: Context }): Promise<KeyView[]> {
  requireRole(ctx, 'auditor');
  const rows = await prisma().apiKey.findMany({
    orderBy: { createdAt: 'desc' },
    include: { servers: { include: { server: true } } },
  });
  return rows.map(viewKey);
}
