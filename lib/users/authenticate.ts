import { z } from 'zod';
import { recordEvent } from '../admin-events/record';
import type { Context } from '../context/context';
import { verifyPassword } from '../crypto/password';
import { prisma } from '../database/connections';
import { inTransaction } from '../context/transaction';
import type { UserView } from './schema';
import { userTarget, viewUser } from './view';

/** Why somebody was not let in. */
type Refusal = 'wrong e-mail or password' | 'too many tries';

/**
 * The user whose e-mail and password these are, or null; both failures take the same time. Either way an admin
 * event says so.
 */
export async function authenticateUser({
  ctx,
  input: { email, password },
}: {
  ctx: Context;
  input: { email: string; password: string };
}): Promise<UserView | null> {
  const row = await prisma().user.findUnique({ where: { email: email.trim().toLowerCase() } });
  const fits = await verifyPassword(password, row?.passwordHash);
  if (!row || !fits) {
    await recordRefusal({ ctx, input: { email, reason: 'wrong e-mail or password' } });
    return null;
  }
  return inTransaction(ctx, async (transaction) => {
    const seen = await transaction.user.update({ where: { id: row.id }, data: { lastSeenAt: new Date() } });
    const actor = { kind: 'user', id: seen.id, name: seen.email, role: seen.role } as const;
    await recordEvent(transaction, { ...ctx, actor }, { action: 'user.sign_in', target: userTarget(seen) });
    return viewUser(seen);
  });
}

/** Remembers that somebody was not let in. */
export async function recordRefusal({
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
