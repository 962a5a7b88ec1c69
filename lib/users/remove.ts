import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { assertNotLastAdmin, lockUser } from './lock';
import { userTarget, viewUser } from './view';

/**
 * Removes an account; its sessions end with it, its admin events stay.
 * Throws AppError: forbidden, not_found, conflict (the last admin stays).
 */
export async function removeUser({
  ctx,
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx, async (transaction) => {
    const row = await lockUser(transaction, id);
    await assertNotLastAdmin(transaction, row);
    await transaction.user.delete({ where: { id } });
    await recordEvent(transaction, ctx, {
      action: 'user.remove',
      target: userTarget(row),
      before: viewUser(row),
    });
  });
}
