import type { Server } from '@/lib/generated/prisma/client';
import { changesBetween } from '../admin-events/changes';
import { recordEvent, type AdminEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context';
import { inTransaction } from '../database/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { sealHeaders } from './headers';
import { lockServer } from './lock';
import type { ServerView, UpdateServerInput } from './schema';
import { serverTarget, viewServer } from './view';

/**
 * Changes a server. Left-out fields stay. Stored headers belong to the URL's origin: a change of origin
 * must bring the headers again, or a stored credential could be sent to a host of the changer's choice.
 * Throws AppError: forbidden, not_found, invalid, conflict (the server comes from MCP_CONFIG).
 */
export async function updateServer({
  ctx,
  input: { id, ...input },
}: {
  ctx: Context;
  input: UpdateServerInput & { id: string };
}): Promise<ServerView> {
  requireRole(ctx, 'admin');
  // Asks the name service, which may take seconds: not inside the transaction.
  if (input.url !== undefined) await assertPublicUrl(input.url, 'url');
  const server = await inTransaction(ctx, async (transaction) => {
    const row = await lockServer(transaction, id);
    const url = checkedUrl(row, input);
    const updated = await transaction.server.update({
      where: { id },
      data: {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
        url,
        ...(input.headers === undefined || url === null
          ? {}
          : { sealedHeaders: sealHeaders(id, url, input.headers), headerNames: Object.keys(input.headers) }),
      },
    });
    const after = viewServer(updated);
    await recordEvent(transaction, ctx, {
      ...changeOf(viewServer(row), after, input.headers !== undefined),
      target: serverTarget(after),
    });
    return after;
  });
  await directoryChanged();
  return server;
}

/** The address that the server has afterwards, when it may have it. */
function checkedUrl(row: Server, input: UpdateServerInput): string | null {
  if (row.origin === 'config' && (input.url !== undefined || input.headers !== undefined)) {
    throw new AppError('conflict', 'This server comes from MCP_CONFIG: change its address or headers there.');
  }
  const url = input.url ?? row.url;
  const moved = url !== null && row.url !== null && new URL(url).origin !== new URL(row.url).origin;
  if (moved && row.sealedHeaders !== null && input.headers === undefined) {
    throw new AppError('invalid', 'The address moves to another host: enter the headers again.', {
      fields: { headers: 'Stored headers are only ever sent to the host they were entered for.' },
    });
  }
  return url;
}

/** What the event tells: of headers that they were given anew, since their values are shown to nobody. */
function changeOf(
  viewBefore: ServerView,
  viewAfter: ServerView,
  newHeaders: boolean,
): Omit<AdminEvent, 'target'> {
  const { before, after } = changesBetween(settable(viewBefore), settable(viewAfter));
  const onlySwitched = Object.keys(after).join() === 'enabled' && !newHeaders;
  return {
    action: onlySwitched ? (after.enabled ? 'server.switch_on' : 'server.switch_off') : 'server.update',
    before: { ...before, ...(newHeaders ? { headers: viewBefore.headers } : {}) },
    after: { ...after, ...(newHeaders ? { headers: { ...viewAfter.headers, replaced: true } } : {}) },
  };
}

const settable = ({ name, url, enabled, headers }: ServerView) => ({ name, url, enabled, headers });
