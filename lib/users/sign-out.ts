import { recordEvent } from '../admin-events/record';
import type { Context } from '../context/context';
import { inTransaction } from '../context/transaction';

/** Remembers that the person who asks has signed out. The session itself is a cookie and ends in the browser. */
export async function recordSignOut({ ctx }: { ctx: Context }): Promise<void> {
  const { id, name } = ctx.actor;
  await inTransaction(ctx, (transaction) =>
    recordEvent(transaction, ctx, { action: 'user.sign_out', target: { type: 'user', id, name } }),
  );
}
