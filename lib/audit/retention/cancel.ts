import { recordEvent } from '../../admin-events/record';
import { requireRole, type Context } from '../../context/context';
import { inTransaction } from '../../context/transaction';
import { AppError } from '../../errors';
import { isCleanupLockHeld } from './lock';

/**
 * Asks the run that goes on, on whichever replica, to end after the batch that it is at. What is gone is gone.
 * Throws AppError: forbidden (below admin), conflict (none goes on).
 */
export async function cancelCleanup({ ctx }: { ctx: Context }): Promise<void> {
  requireRole(ctx, 'admin');
  const isHeld = await isCleanupLockHeld();
  await inTransaction(ctx, async (transaction) => {
    const [run] = isHeld
      ? await transaction.retentionRun.updateManyAndReturn({
          where: { state: 'running' },
          data: { cancelRequested: true },
        })
      : [];
    if (!run) throw new AppError('conflict', 'No cleanup is running.');
    await recordEvent(transaction, ctx, {
      action: 'retention.cleanup_cancel',
      target: { type: 'retention', id: run.id, name: null },
    });
  });
}
