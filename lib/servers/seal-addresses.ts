import { prisma } from '../database/connections';
import { hasHiddenParts } from '../net/shown-url';
import { addressColumns } from './address';

/** Seals the addresses with credentials that an older version has stored as they are. Part of a start. */
export async function sealStoredAddresses(): Promise<void> {
  const rows = await prisma().server.findMany({ where: { sealedUrl: null, url: { not: null } } });
  for (const { id, url } of rows) {
    if (url === null || !hasHiddenParts(url)) continue;
    // Another replica may have been faster, or somebody may just have entered another address.
    await prisma().server.updateMany({ where: { id, url, sealedUrl: null }, data: addressColumns(id, url) });
  }
}
