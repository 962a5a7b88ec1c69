import { prisma } from '../database/connections';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';

/**
 * Removes a server; its audit rows stay. Throws AppError: not_found, conflict (it comes from MCP_CONFIG
 * and would be back at the next start).
 */
export async function removeServer(id: string): Promise<void> {
  const row = await prisma().server.findUnique({ where: { id }, select: { origin: true } });
  if (!row) throw new AppError('not_found', 'There is no such server.');
  if (row.origin === 'config') {
    throw new AppError(
      'conflict',
      'This server comes from MCP_CONFIG: remove it there, or switch it off here.',
    );
  }
  await prisma().server.delete({ where: { id } });
  await directoryChanged();
}
