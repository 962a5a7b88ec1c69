import { randomUUID } from 'node:crypto';
import { recordEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context';
import { inTransaction } from '../database/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { isUniqueViolation } from '../database/violations';
import { sealHeaders } from './headers';
import type { CreateServerInput, ServerView } from './schema';
import { serverTarget, viewServer } from './view';

/**
 * Registers an upstream server at run time.
 * Throws AppError: forbidden, conflict (the slug is taken), invalid (the address is private and not allowed).
 */
export async function createServer({
  ctx,
  input,
}: {
  ctx: Context;
  input: CreateServerInput;
}): Promise<ServerView> {
  requireRole(ctx, 'admin');
  await assertPublicUrl(input.url, 'url');
  const id = randomUUID();
  const headers = input.headers ?? {};
  try {
    const server = await inTransaction(ctx, async (transaction) => {
      const row = await transaction.server.create({
        data: {
          id,
          slug: input.slug,
          name: input.name,
          transport: 'http',
          url: input.url,
          origin: 'admin',
          enabled: input.enabled ?? true,
          sealedHeaders: sealHeaders(id, input.url, headers),
          headerNames: Object.keys(headers),
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
