import { createHash, randomBytes } from 'node:crypto';
import { prisma } from '../database/connections';
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

/** Makes the token of the set-up link, or returns null when there is an admin already. */
export async function offerSetUp(): Promise<string | null> {
  if ((await prisma().user.count({ where: { role: 'admin' } })) > 0) return null;
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
 * Creates the first admin and uses the token up, both or neither.
 * Throws AppError: forbidden (wrong or used token); ZodError on wrong input.
 */
export async function completeSetUp(token: string, input: Omit<CreateUserInput, 'role'>): Promise<UserView> {
  const used = await prisma().setting.deleteMany({
    where: { key: SETTING, value: { equals: { hash: hash(token) } } },
  });
  if (used.count === 0) {
    throw new AppError(
      'forbidden',
      'This set-up link has been used or has expired. Restart to get a new one.',
    );
  }
  try {
    return await createUser({ ...input, role: 'admin' });
  } catch (error) {
    const value = { hash: hash(token) };
    await prisma().setting.create({ data: { key: SETTING, value } });
    throw error;
  }
}

/** Makes sure that the admin of ADMIN_EMAIL and ADMIN_PASSWORD exists; an existing account is left alone. */
export async function ensureAdmin(email: string, password: string): Promise<void> {
  const existing = await prisma().user.findUnique({ where: { email: email.toLowerCase() } });
  if (!existing) await createUser({ email, name: 'Admin', password, role: 'admin' });
}
