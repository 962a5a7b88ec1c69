import { prisma } from '../database/connections';
import { addressOf, type DirectoryServer, type Target } from '../directory/directory';
import { wholeAddress } from './address';
import { openHeaders } from './headers';
import { openLaunch } from './launch';
import { notServedBecause } from './served';

/**
 * Reads all servers for the directory. A server whose credentials cannot be opened is listed as not served, with the
 * reason, and stops nobody else.
 */
export async function loadServers(): Promise<DirectoryServer[]> {
  return (await prisma().server.findMany()).map(toServer);
}

type ServerRow = Awaited<ReturnType<ReturnType<typeof prisma>['server']['findMany']>>[number];

function toServer(row: ServerRow): DirectoryServer {
  const base = { id: row.id, slug: row.slug, trusted: row.origin === 'config' };
  const notServed = (reason: string) => ({ ...base, target: null, notServedBecause: reason });
  const reason = notServedBecause(row);
  if (reason !== null) return notServed(reason);
  try {
    const target = targetOf(row);
    return target === null
      ? notServed('How it is reached is not known: enter it again.')
      : { ...base, target, notServedBecause: null };
  } catch {
    return notServed('Its stored credentials cannot be opened with the present ENCRYPTION_KEY.');
  }
}

/** Throws SealError. */
function targetOf(row: ServerRow): Target | null {
  const address = wholeAddress(row);
  if (row.url !== null && address !== null) {
    const headers = Object.entries(openHeaders(row.id, row.url, row.sealedHeaders));
    return {
      kind: 'http',
      address: addressOf(address),
      headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    };
  }
  if (row.sealedLaunch === null) return null;
  return { kind: 'stdio', ...openLaunch(row.id, row.sealedLaunch), shared: row.shared };
}
