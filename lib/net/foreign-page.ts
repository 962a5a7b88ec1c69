import type { IncomingHttpHeaders } from 'node:http';
import { parseUrl } from './parse-url';

/**
 * Whether a page of another site has sent this form. Its Origin then names neither the host that was asked for nor the
 * one that a proxy was asked for (a page can set neither header) nor the public address.
 *
 * @param publicUrl NEXTAUTH_URL
 */
export function isFromForeignPage(headers: IncomingHttpHeaders, publicUrl: string | undefined): boolean {
  const { origin } = headers;
  if (origin === undefined) return false;
  const from = parseUrl(origin)?.host;
  const own = [headers.host, headers['x-forwarded-host'], parseUrl(publicUrl ?? '')?.host];
  return from === undefined || !own.includes(from);
}
