import { sealer } from '../crypto/sealer';
import { hasHiddenParts, shownUrl } from '../net/shown-url';

/** Bound to the row and to the origin that is shown, so that a ciphertext does not open beside another address. */
const contextOf = (serverId: string, url: string) => `servers/${serverId}/url/${new URL(url).origin}`;

/** The two columns of an address: what may be shown of it and, where that is not the whole, all of it sealed. */
export function addressColumns(serverId: string, address: string): { url: string; sealedUrl: string | null } {
  if (!hasHiddenParts(address)) return { url: address, sealedUrl: null };
  return { url: shownUrl(address), sealedUrl: sealer().seal(address, contextOf(serverId, address)) };
}

/** The address as it was entered; null: the server is a command. Throws SealError. */
export function wholeAddress(row: {
  id: string;
  url: string | null;
  sealedUrl: string | null;
}): string | null {
  if (row.url === null || row.sealedUrl === null) return row.url;
  return sealer().open(row.sealedUrl, contextOf(row.id, row.url));
}
