import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { hashPassword } from '../crypto/password';
import { inTransaction } from '../context/transaction';
import { isUniqueViolation } from '../database/violations';
import { AppError } from '../errors';
import { createUserInput, type CreateUserInput, type UserView } from './schema';
import { userTarget, viewUser } from './view';

/** Adds a person. Throws AppError: forbidden, conflict (the e-mail is taken); ZodError on wrong input. */
export async function createUser({
  ctx,
  input,
}: {
  ctx: Context;
  input: CreateUserInput;
}): Promise<UserView> {
  requireRole(ctx, 'admin');
  const { email, name, password, role } = createUserInput.parse(input);
  const passwordHash = await hashPassword(password);
  try {
    return await inTransaction(ctx, async (transaction) => {
      const after = viewUser(await transaction.user.create({ data: { email, name, role, passwordHash } }));
      await recordEvent(transaction, ctx, { action: 'user.create', target: userTarget(after), after });
      return after;
    });
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new AppError('conflict', 'There is already an account with this e-mail.', { cause: error });
    }
    throw error;
  }
}
