import type { Server } from '@/lib/generated/prisma/client';
import { changesBetween } from '../admin-events/changes';
import { recordEvent, type AdminEvent } from '../admin-events/record';
import { requireRole, type Context } from '../context/context';
import { inTransaction } from '../context/transaction';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { assertCommandsAllowed } from './commands-allowed';
import { addressColumns } from './address';
import { sealHeaders } from './headers';
import { sealLaunch, shownCommand } from './launch';
import { launchFrom } from './reach';
import { lockServer } from './lock';
import type { ServerView, UpdateServerInput } from './schema';
import { serverTarget, viewServer } from './view';

/**
 * Changes a server. Left-out fields stay. An address is given whole: what is not shown of the old one is not kept. Stored headers belong to the URL's origin: a change of origin
 * must bring the headers again, or a stored credential could be sent to a host of the changer's choice.
 * Throws AppError: forbidden, not_found, invalid, conflict (the server comes from MCP_CONFIG). Forbidden is
 * also a command, without ALLOW_STDIO.
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
    assertSettable(row, input);
    const url = checkedUrl(row, input);
    const updated = await transaction.server.update({
      where: { id },
      data: {
        ...(input.name === undefined ? {} : { name: input.name }),
        ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
        ...(input.url === undefined ? {} : addressColumns(id, input.url)),
        ...(input.headers === undefined || url === null
          ? {}
          : { sealedHeaders: sealHeaders(id, url, input.headers), headerNames: Object.keys(input.headers) }),
        ...launchColumns(id, input),
      },
    });
    const after = viewServer(updated);
    await recordEvent(transaction, ctx, {
      ...changeOf(viewServer(row), after, {
        url: input.url !== undefined && (row.sealedUrl !== null || updated.sealedUrl !== null),
        headers: input.headers !== undefined,
        command: input.command !== undefined,
      }),
      target: serverTarget(after),
    });
    return after;
  });
  await directoryChanged();
  return server;
}

/** How a server of MCP_CONFIG is reached is said there; an address and a command share nothing but the name. */
function assertSettable(row: Server, { url, headers, command, shared }: UpdateServerInput): void {
  if (row.origin === 'config' && [url, headers, command, shared].some((value) => value !== undefined)) {
    throw new AppError('conflict', 'This server comes from MCP_CONFIG: change how it is reached there.');
  }
  const foreign = row.transport === 'http' ? { command, shared } : { url, headers };
  for (const [field, value] of Object.entries(foreign)) {
    if (value === undefined) continue;
    const message =
      row.transport === 'http'
        ? 'This server is reached at an address. Add another one for a command.'
        : 'This server is a command. Add another one for an address.';
    throw new AppError('invalid', message, { fields: { [field]: message } });
  }
}

function launchColumns(id: string, { command, shared, ...rest }: UpdateServerInput) {
  const columns = shared === undefined ? {} : { shared };
  if (command === undefined) return columns;
  assertCommandsAllowed();
  const launch = launchFrom({ command, ...rest });
  return { ...columns, command: shownCommand(launch), sealedLaunch: sealLaunch(id, launch) };
}

/** The address that the server has afterwards, when it may have it. */
function checkedUrl(row: Server, input: UpdateServerInput): string | null {
  const url = input.url ?? row.url;
  const moved = url !== null && row.url !== null && new URL(url).origin !== new URL(row.url).origin;
  if (moved && row.sealedHeaders !== null && input.headers === undefined) {
    throw new AppError('invalid', 'The address moves to another host: enter the headers again.', {
      fields: { headers: 'Stored headers are only ever sent to the host they were entered for.' },
    });
  }
  return url;
}

/** What the event tells: of headers, commands and addresses with hidden parts that they were given anew, since their values are shown to nobody. */
function changeOf(
  viewBefore: ServerView,
  viewAfter: ServerView,
  given: { url: boolean; headers: boolean; command: boolean },
): Omit<AdminEvent, 'target'> {
  const { before, after } = changesBetween(settable(viewBefore), settable(viewAfter));
  const onlySwitched =
    Object.keys(after).join() === 'enabled' && !given.url && !given.headers && !given.command;
  return {
    action: onlySwitched ? (after.enabled ? 'server.switch_on' : 'server.switch_off') : 'server.update',
    before: {
      ...before,
      ...(given.headers ? { headers: viewBefore.headers } : {}),
      ...(given.command ? { command: viewBefore.command } : {}),
    },
    after: {
      ...after,
      ...(given.url ? { url: viewAfter.url, url_replaced: true } : {}),
      ...(given.headers ? { headers: { ...viewAfter.headers, replaced: true } } : {}),
      ...(given.command ? { command: viewAfter.command, command_replaced: true } : {}),
    },
  };
}

const settable = ({ name, url, command, shared, enabled, headers }: ServerView) => ({
  name,
  url,
  command,
  shared,
  enabled,
  headers,
});
