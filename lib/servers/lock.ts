import type { Server } from '@/lib/generated/prisma/client';
import type { Transaction } from '../context/transaction';
import { AppError } from '../errors';

/**
 * Reads a server for a change and keeps others from changing it until the transaction ends, so that what is judged
 * here is what is changed. Throws AppError: not_found.
 */
export async function lockServer(transaction: Transaction, id: string): Promise<Server> {
  await transaction.$queryRaw`SELECT 1 FROM servers WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await transaction.server.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no such server.');
  return row;
}
