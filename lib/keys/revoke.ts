import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { keyTarget } from './view';

/**
 * Revokes a key for good: this process refuses it before the verb returns, every other replica as soon as
 * PostgreSQL's notification arrives. Revoking twice changes nothing. Throws AppError: forbidden, not_found.
 */
export async function revokeKey({
  ctx,
  input: { id },
}: {
  ctx: Context;
  input: { id: string };
}): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx, async (transaction) => {
    const revokedAt = new Date();
    const revoked = await transaction.apiKey.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt },
    });
    const row = await transaction.apiKey.findUnique({ where: { id }, select: { id: true, name: true } });
    if (!row) throw new AppError('not_found', 'There is no such key.');
    if (revoked.count === 0) return;
    await recordEvent(transaction, ctx, {
      action: 'key.revoke',
      target: keyTarget(row),
      before: { revoked_at: null },
      after: { revoked_at: revokedAt.toISOString() },
    });
  });
  await directoryChanged();
}
