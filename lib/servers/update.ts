import { prisma } from '../database/connections';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { assertCommandsAllowed } from './commands-allowed';
import { sealHeaders } from './headers';
import { sealLaunch, shownCommand } from './launch';
import { launchFrom } from './reach';
import type { ServerView, UpdateServerInput } from './schema';
import { viewServer } from './view';

/**
 * Changes a server. Left-out fields stay. Stored headers belong to the URL's origin: a change of origin
 * must bring the headers again, or a stored credential could be sent to a host of the changer's choice.
 * Throws AppError: not_found, invalid, conflict (the server comes from MCP_CONFIG), forbidden (a command, without
 * ALLOW_STDIO).
 */
export async function updateServer(id: string, input: UpdateServerInput): Promise<ServerView> {
  const row = await prisma().server.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no such server.');
  const { url: newUrl, headers, command, shared } = input;
  if (row.origin === 'config' && [newUrl, headers, command, shared].some((value) => value !== undefined)) {
    throw new AppError('conflict', 'This server comes from MCP_CONFIG: change how it is reached there.');
  }
  assertSameKind(row.transport, input);
  if (input.url !== undefined) await assertPublicUrl(input.url, 'url');
  const url = input.url ?? row.url;
  const moved = url !== null && row.url !== null && new URL(url).origin !== new URL(row.url).origin;
  if (moved && row.sealedHeaders !== null && input.headers === undefined) {
    throw new AppError('invalid', 'The address moves to another host: enter the headers again.', {
      fields: { headers: 'Stored headers are only ever sent to the host they were entered for.' },
    });
  }
  const updated = await prisma().server.update({
    where: { id },
    data: {
      ...(input.name === undefined ? {} : { name: input.name }),
      ...(input.enabled === undefined ? {} : { enabled: input.enabled }),
      url,
      ...(input.headers === undefined || url === null
        ? {}
        : { sealedHeaders: sealHeaders(id, url, input.headers), headerNames: Object.keys(input.headers) }),
      ...launchColumns(id, input),
    },
  });
  await directoryChanged();
  return viewServer(updated);
}

/** Its kind stays: an address and a command share nothing but the name. */
function assertSameKind(transport: string, { url, headers, command, shared }: UpdateServerInput): void {
  const foreign = transport === 'http' ? { command, shared } : { url, headers };
  for (const [field, value] of Object.entries(foreign)) {
    if (value === undefined) continue;
    const message =
      transport === 'http'
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
