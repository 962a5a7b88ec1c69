import { sealer } from '../crypto/sealer';

/**
 * Upstream headers at rest: sealed to the row and to the URL's origin, so that a ciphertext copied to
 * another server, or a server pointed at another host, does not open.
 */
const contextOf = (serverId: string, url: string) => `servers/${serverId}/headers/${new URL(url).origin}`;

export function sealHeaders(serverId: string, url: string, headers: Record<string, string>): string | null {
  if (Object.keys(headers).length === 0) return null;
  return sealer().seal(JSON.stringify(headers), contextOf(serverId, url));
}

/** Throws SealError when the keys at hand or the place do not fit. */
export function openHeaders(serverId: string, url: string, sealed: string | null): Record<string, string> {
  if (sealed === null) return {};
  return JSON.parse(sealer().open(sealed, contextOf(serverId, url))) as Record<string, string>;
}
