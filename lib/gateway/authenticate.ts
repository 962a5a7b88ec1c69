import type { Directory, DirectoryKey } from '../directory/directory';
import { hashKey } from '../crypto/hash-key';
import { parseUrl } from '../net/parse-url';
import type { Exchange } from './lanes/exchange';
import { Failure } from '../record/failure';

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;
/** A name or address, and perhaps a port. */
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/;
const CHALLENGE = { 'www-authenticate': 'Bearer realm="Sightline"' };

/**
 * Who calls. The key is looked up by its SHA-256, so no secret is compared byte by byte, and a wrong
 * prefix looks like a wrong end. Throws Failure: unauthenticated.
 */
export function authenticate(exchange: Exchange, directory: Directory): DirectoryKey {
  const authorization = exchange.header('authorization');
  if (authorization === undefined) {
    throw new Failure('unauthenticated', 'Send an API key: "Authorization: Bearer <key>".', CHALLENGE);
  }
  const token = BEARER.exec(authorization)?.[1];
  const key = token === undefined ? undefined : directory.findKey(hashKey(token));
  if (!key || !key.scopes.includes('mcp')) {
    throw new Failure(
      'unauthenticated',
      'This API key is not valid here. Ask an admin for a new one.',
      CHALLENGE,
    );
  }
  return key;
}

/**
 * Refuses requests that a web page made: MCP asks for it (403), because a page may reach a gateway on the
 * reader's own machine by DNS rebinding. An Origin is good when it names the host that was asked for or is allowed; the
 * Host is good when it is the configured one or, on a loopback listener, a loopback name.
 * Throws Failure: forbidden_origin.
 */
export function checkOrigin(
  exchange: Exchange,
  allowedHosts: ReadonlySet<string> | 'any',
  allowedOrigins: readonly string[],
): void {
  const host = exchange.header('host');
  const hostname = host === undefined ? undefined : HOST.exec(host)?.[1]?.toLowerCase();
  if (hostname === undefined || (allowedHosts !== 'any' && !allowedHosts.has(hostname))) {
    throw new Failure(
      'forbidden_origin',
      'This Host is not served here. Set NEXTAUTH_URL to the public address.',
    );
  }
  const origin = exchange.header('origin');
  if (origin === undefined || allowedOrigins.includes(origin)) return;
  if (parseUrl(origin)?.host !== host) {
    throw new Failure('forbidden_origin', 'Requests from web pages of other origins are refused.');
  }
}
