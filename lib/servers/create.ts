import { randomUUID } from 'node:crypto';
import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { isUniqueViolation } from '../database/violations';
import { assertCommandsAllowed } from './commands-allowed';
import { launchFrom, reachColumns, type Reach } from './reach';
import type { CreateServerInput, ServerView } from './schema';
import { serverTarget, viewServer } from './view';

/**
 * Registers an upstream server at run time.
 * Throws AppError: forbidden, conflict (the slug is taken), invalid (the address is private and not allowed). Forbidden is
 * also a command, without ALLOW_STDIO.
 */
export async function createServer({
  ctx,
  input,
}: {
  ctx: Context;
  input: CreateServerInput;
}): Promise<ServerView> {
  requireRole(ctx, 'admin');
  const id = randomUUID();
  const reach = await reachOf(input);
  try {
    const server = await inTransaction(ctx, async (transaction) => {
      const row = await transaction.server.create({
        data: {
          id,
          slug: input.slug,
          name: input.name,
          origin: 'admin',
          enabled: input.enabled ?? true,
          ...reachColumns(id, reach),
        },
      });
      const after = viewServer(row);
      await recordEvent(transaction, ctx, { action: 'server.create', target: serverTarget(after), after });
      return after;
    });
    await directoryChanged();
    return server;
  } catch (error) {
    if (isUniqueViolation(error)) {
      throw new AppError('conflict', `There is already a server "${input.slug}". Choose another slug.`, {
        cause: error,
      });
    }
    throw error;
  }
}

async function reachOf({ url, headers, command, shared, ...rest }: CreateServerInput): Promise<Reach> {
  if (command !== undefined) {
    assertCommandsAllowed();
    return { launch: launchFrom({ command, ...rest }), shared: shared ?? false };
  }
  if (url === undefined) throw new AppError('invalid', 'Give an address or a command.');
  await assertPublicUrl(url, 'url');
  return { url, headers: headers ?? {} };
}
