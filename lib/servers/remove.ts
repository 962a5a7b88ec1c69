import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { lockServer } from './lock';
import { serverTarget, viewServer } from './view';

/**
 * Removes a server; its audit rows stay. Throws AppError: forbidden, not_found, conflict (it comes from MCP_CONFIG
 * and would be back at the next start).
 */
export async function removeServer({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<void> {
  requireRole(ctx, 'admin');
  await inTransaction(ctx, async (transaction) => {
    const row = await lockServer(transaction, input.id);
    if (row.origin === 'config') {
      throw new AppError(
        'conflict',
        'This server comes from MCP_CONFIG: remove it there, or switch it off here.',
      );
    }
    await transaction.server.delete({ where: { id: input.id } });
    const before = viewServer(row);
    await recordEvent(transaction, ctx, { action: 'server.remove', target: serverTarget(before), before });
  });
  await directoryChanged();
}
