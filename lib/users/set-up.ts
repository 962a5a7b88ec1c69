import { createHash, randomBytes } from 'node:crypto';
import { systemContext, within, type Context } from '../context/context';
import { prisma } from '../database/connections';
import { inTransaction } from '../context/transaction';
import { AppError } from '../errors';
import { createUser } from './create';
import type { CreateUserInput, UserView } from './schema';

/**
 * The first admin without a default password: as long as nobody has an account, each start makes a
 * one-time token and prints it in a link. Only its hash is stored, in the database, so that any replica
 * takes it.
 */
const SETTING = 'set-up-token';

const hash = (token: string) => createHash('sha256').update(token).digest('hex');

/** Whether nobody can administer yet, so that the set-up link is the only way in. */
export async function awaitsFirstAdmin(): Promise<boolean> {
  return (await prisma().user.count({ where: { role: 'admin' } })) === 0;
}

/** Makes the token of the set-up link; when there is an admin already it ends an older link and returns null. */
export async function offerSetUp(): Promise<string | null> {
  if (!(await awaitsFirstAdmin())) {
    await prisma().setting.deleteMany({ where: { key: SETTING } });
    return null;
  }
  const token = randomBytes(24).toString('base64url');
  const value = { hash: hash(token) };
  await prisma().setting.upsert({
    where: { key: SETTING },
    create: { key: SETTING, value },
    update: { value },
  });
  return token;
}

/** Whether a set-up link can still be used. */
export async function isSetUpToken(token: string): Promise<boolean> {
  const row = await prisma().setting.findUnique({ where: { key: SETTING } });
  return (row?.value as { hash?: string } | undefined)?.hash === hash(token);
}

/**
 * Creates the first admin and uses the token up, both or neither. Nobody is signed in yet: the token is what allows
 * it, so the account is made in the name of the link.
 * Throws AppError: forbidden (wrong or used token); ZodError on wrong input.
 */
export async function completeSetUp({
  ctx,
  input: { token, ...input },
}: {
  ctx: Context;
  input: Omit<CreateUserInput, 'role'> & { token: string };
}): Promise<UserView> {
  return inTransaction(ctx, async (transaction) => {
    const used = await transaction.setting.deleteMany({
      where: { key: SETTING, value: { equals: { hash: hash(token) } } },
    });
    if (used.count === 0) {
      throw new AppError(
        'forbidden',
        'This set-up link has been used or has expired. Restart to get a new one.',
      );
    }
    const { actor } = systemContext('set-up link');
    return createUser({ ctx: within({ ...ctx, actor }, transaction), input: { ...input, role: 'admin' } });
  });
}

/** Makes sure that the admin of ADMIN_EMAIL and ADMIN_PASSWORD exists; an existing account is left alone. */
export async function ensureAdmin({
  ctx,
  input: { email, password },
}: {
  ctx: Context;
  input: { email: string; password: string };
}): Promise<void> {
  const existing = await prisma().user.findUnique({ where: { email: email.toLowerCase() } });
  if (!existing) await createUser({ ctx, input: { email, name: 'Admin', password, role: 'admin' } });
}
