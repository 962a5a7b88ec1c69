import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { hashPassword } from '../crypto/password';
import { inTransaction } from '../context/transaction';
import { assertNotLastAdmin, lockUser } from './lock';
import { updateUserInput, type UpdateUserInput, type UserView } from './schema';
import { userTarget, viewUser } from './view';

/**
 * Gives somebody another role, a new password, or both. A new password ends the sessions that are open under the old
 * one; a new role counts from the next request on.
 * Throws AppError: forbidden, not_found, conflict (the last admin stays one); ZodError on wrong input.
 */
export async function updateUser({
  ctx,
  input: { id, ...input },
}: {
  ctx: Context;
  input: UpdateUserInput & { id: string };
}): Promise<UserView> {
  requireRole(ctx, 'admin');
  const { role, password } = updateUserInput.parse(input);
  const passwordHash = password === undefined ? undefined : await hashPassword(password);
  return inTransaction(ctx, async (transaction) => {
    let row = await lockUser(transaction, id);
    if (role !== undefined && role !== row.role) {
      await assertNotLastAdmin(transaction, row);
      const before = row.role;
      row = await transaction.user.update({ where: { id }, data: { role } });
      await recordEvent(transaction, ctx, {
        action: 'user.change_role',
        target: userTarget(row),
        before: { role: before },
        after: { role },
      });
    }
    if (passwordHash !== undefined) {
      row = await transaction.user.update({
        where: { id },
        data: { passwordHash, sessionsFrom: new Date() },
      });
      await recordEvent(transaction, ctx, { action: 'user.reset_password', target: userTarget(row) });
    }
    return viewUser(row);
  });
}
