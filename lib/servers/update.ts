import { prisma } from '../database/connections';
import { directoryChanged } from '../directory/directory';
import { AppError } from '../errors';
import { assertPublicUrl } from '../net/address-guard';
import { sealHeaders } from './headers';
import type { ServerView, UpdateServerInput } from './schema';
import { viewServer } from './view';

/**
 * Changes a server. Left-out fields stay. Stored headers belong to the URL's origin: a change of origin
 * must bring the headers again, or a stored credential could be sent to a host of the changer's choice.
 * Throws AppError: not_found, invalid, conflict (the server comes from MCP_CONFIG).
 */
export async function updateServer(id: string, input: UpdateServerInput): Promise<ServerView> {
  const row = await prisma().server.findUnique({ where: { id } });
  if (!row) throw new AppError('not_found', 'There is no such server.');
  if (row.origin === 'config' && (input.url !== undefined || input.headers !== undefined)) {
    throw new AppError('conflict', 'This server comes from MCP_CONFIG: change its address or headers there.');
  }
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
    },
  });
  await directoryChanged();
  return viewServer(updated);
}
