import type { User } from '@/lib/generated/prisma/client';
import type { Transaction } from '../context/transaction';
import { AppError } from '../errors';

/**
 * Reads a person for a change. The admins are locked with them, in one order, so that of two admins who demote each
 * other at the same moment the second one meets the last admin. Throws AppError: not_found.
 */
export async function lockUser(transaction: Transaction, id: string): Promise<User> {
  await transaction.$queryRaw`SELECT 1 FROM users WHERE role = 'admin' OR id = ${id}::uuid ORDER BY id FOR UPDATE`;
  const row = await transaction.user.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no such account.');
  return row;
}

/** Without an admin nobody could let anybody in again. Throws AppError: conflict. */
export async function assertNotLastAdmin(transaction: Transaction, row: User): Promise<void> {
  if (row.role !== 'admin') return;
  if ((await transaction.user.count({ where: { role: 'admin' } })) > 1) return;
  throw new AppError(
    'conflict',
    'This is the last admin. Make somebody else an admin first, then change this account.',
  );
}
