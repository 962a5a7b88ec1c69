import type { Directory, DirectoryKey, NamedKey } from '../directory/directory';
import { hashKey } from '../crypto/hash-key';
import { parseUrl } from '../net/parse-url';
import type { Exchange } from './lanes/exchange';
import type { OpenCall } from '../record/call';
import { Failure } from '../record/failure';

const BEARER = /^Bearer ([\x21-\x7e]{1,512})$/i;
/** A name or address, and perhaps a port. */
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?$/;
const CHALLENGE = { 'www-authenticate': 'Bearer realm="Sightline"' };

/** Of these, Node reads the first and others the last. */
const ONCE = ['host', 'authorization'];

/**
 * Refuses what two readers on the way could take for two things: another host, or another caller.
 * Throws Failure: invalid_request.
 */
export function refuseAmbiguous(exchange: Exchange): void {
  const twice = ONCE.find((name) => exchange.comesTwice(name));
  if (twice !== undefined) {
    throw new Failure('invalid_request', `The header ${twice} stands twice in the request.`);
  }
}

/**
 * Who calls. The key is looked up by its SHA-256, so no secret is compared byte by byte, and a wrong
 * prefix looks like a wrong end. The caller is on record also where the key is good no more, or not for this.
 * Throws Failure: unauthenticated.
 */
export function authenticate(exchange: Exchange, directory: Directory, call: OpenCall): DirectoryKey {
  const authorization = exchange.header('authorization');
  if (authorization === undefined) {
    throw new Failure('unauthenticated', 'Send an API key: "Authorization: Bearer <key>".', CHALLENGE);
  }
  const token = BEARER.exec(authorization)?.[1];
  const hash = token === undefined ? '' : hashKey(token);
  const key = directory.findKey(hash);
  const named = key ?? directory.findRevokedKey(hash);
  if (named) call.caller = { keyId: named.id, keyName: named.name };
  if (key?.scopes.includes('mcp')) return key;
  throw new Failure('unauthenticated', whyNot(key, named), CHALLENGE);
}

/** Who holds a key may know what it is; who holds none is told nothing. */
function whyNot(key: DirectoryKey | undefined, named: NamedKey | undefined): string {
  if (key)
    return 'This API key may not call MCP servers: it lacks the scope "mcp". Ask an admin for another one.';
  if (named) return 'This API key has been revoked. Ask an admin for a new one.';
  return 'This API key is not valid here. Ask an admin for a new one.';
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
