import { recordEvent } from '../admin-events/record';
import type { Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { SESSION_S } from './find-signed-in';

/**
 * Ends the session of the person who asks: its cookie is refused from now on, wherever a copy of it is. What would
 * have run out by itself is forgotten.
 */
export async function signOut({
  ctx,
  input: { sessionId },
}: {
  ctx: Context;
  input: { sessionId: string | null };
}): Promise<void> {
  const { id, name } = ctx.actor;
  await inTransaction(ctx, async (transaction) => {
    if (sessionId !== null) {
      await transaction.endedSession.createMany({ data: [{ id: sessionId }], skipDuplicates: true });
      const before = new Date(Date.now() - SESSION_S * 1_000);
      await transaction.endedSession.deleteMany({ where: { endedAt: { lt: before } } });
    }
    await recordEvent(transaction, ctx, { action: 'user.sign_out', target: { type: 'user', id, name } });
  });
}
