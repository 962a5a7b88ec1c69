import { z } from 'zod';
import { recordEvent } from '../admin-events/record';
import type { Context } from '../context/context';
import { verifyPassword } from '../crypto/password';
import { prisma } from '../database/connections';
import { inTransaction } from '../context/transaction';
import { AppError } from '../errors';
import type { UserView } from './schema';
import { countTry, forgetTry, TooManyTries } from './sign-in-tries';
import { userTarget, viewUser } from './view';

/** When to come back where all that is wrong is that others came first, in seconds. */
const BUSY_S = 5;

/** Why somebody was not let in. */
type Refusal = 'wrong e-mail or password' | 'too many tries';

/**
 * The user whose e-mail and password these are, or null; both failures take the same time. Either way an admin
 * event says so. Throws TooManyTries, before the password is looked at.
 */
export async function authenticateUser({
  ctx,
  input: { email, password },
}: {
  ctx: Context;
  input: { email: string; password: string };
}): Promise<UserView | null> {
  await admit(ctx, email);
  const row = await prisma().user.findUnique({ where: { email: email.trim().toLowerCase() } });
  const fits = await verify(ctx, email, password, row?.passwordHash);
  if (!row || !fits) {
    await recordRefusal({ ctx, input: { email, reason: 'wrong e-mail or password' } });
    return null;
  }
  await forgetTry(ctx.clientAddress, email);
  return inTransaction(ctx, async (transaction) => {
    const seen = await transaction.user.update({ where: { id: row.id }, data: { lastSeenAt: new Date() } });
    const actor = { kind: 'user', id: seen.id, name: seen.email, role: seen.role } as const;
    await recordEvent(transaction, { ...ctx, actor }, { action: 'user.sign_in', target: userTarget(seen) });
    return viewUser(seen);
  });
}

/** Of the tries beyond the rate the first one is remembered: a stranger must not be able to fill the disk. */
async function admit(ctx: Context, email: string): Promise<void> {
  try {
    await countTry(ctx.clientAddress, email);
  } catch (error) {
    if (error instanceof TooManyTries && error.isFirst) {
      await recordRefusal({ ctx, input: { email, reason: 'too many tries' } });
    }
    throw error;
  }
}

/** A try that was never checked, because too many others are being checked, does not count. */
async function verify(
  ctx: Context,
  email: string,
  password: string,
  stored: string | undefined,
): Promise<boolean> {
  try {
    return await verifyPassword(password, stored);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'too_many_requests')) throw error;
    await forgetTry(ctx.clientAddress, email);
    throw new TooManyTries(BUSY_S, false);
  }
}

/** Remembers that somebody was not let in. */
async function recordRefusal({
  ctx,
  input: { email, reason },
}: {
  ctx: Context;
  input: { email: string; reason: Refusal };
}): Promise<void> {
  const row = await prisma().user.findUnique({ where: { email: email.trim().toLowerCase() } });
  await inTransaction(ctx, (transaction) =>
    recordEvent(transaction, ctx, {
      action: 'user.sign_in_failed',
      target: row ? userTarget(row) : { type: 'user', id: null, name: claimed(email) },
      after: { reason },
    }),
  );
}

/** People type their password into the wrong field: what is no e-mail address is not kept. */
const claimed = (email: string) =>
  z.email().max(254).safeParse(email.trim()).success ? email.trim().toLowerCase() : null;
