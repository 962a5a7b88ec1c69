import { errors } from 'undici';
import { parseUrl } from '../../net/parse-url';
import { Failure } from '../../record/failure';

/** The first value of a header that may have come several times. */
export const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** Answers that must not reach the agent as they are. @param address what was asked, without query */
export function unusable(
  status: number,
  headers: Record<string, string | string[] | undefined>,
  address: string,
): Failure | null {
  // A 403 without a challenge is about what was asked, and says so in its body.
  if (status === 401 || (status === 403 && headers['www-authenticate'] !== undefined)) {
    return new Failure(
      'upstream_refused_credential',
      `The upstream server refused the gateway's credential (HTTP ${status}). An admin has to renew it.`,
    );
  }
  if (isRedirect(status)) {
    return new Failure('upstream_invalid_answer', redirectSentence(status, one(headers.location), address));
  }
  const encoding = one(headers['content-encoding']);
  if (encoding !== undefined && encoding !== 'identity') {
    return new Failure(
      'upstream_invalid_answer',
      'The upstream server compressed its answer though it was asked not to.',
    );
  }
  return null;
}

const isRedirect = (status: number) => status >= 300 && status < 400 && status !== 304;

/**
 * Where a request goes instead, as a path with its query: only within the origin, because credentials go with it,
 * and only where method and body stay what they are.
 *
 * @param address of the request, its path included
 * @returns null when the answer is no such redirect
 */
export function movedTo(
  status: number,
  location: string | undefined,
  address: { origin: string; path: string },
  method: string,
): string | null {
  const keepsMethod = status === 307 || status === 308 || (method === 'GET' && isRedirect(status));
  if (!keepsMethod || location === undefined) return null;
  const target = parseUrl(location, address.origin + address.path);
  return target?.origin === address.origin ? target.pathname + target.search : null;
}

/** What an admin has to enter; without its query, which may hold a credential. */
function redirectSentence(status: number, location: string | undefined, address: string): string {
  const target = location === undefined ? null : parseUrl(location, address);
  const says = `The upstream server redirects (HTTP ${status})`;
  if (!target) return `${says}, but not to an address.`;
  const place = (target.origin + target.pathname).slice(0, MAX_SHOWN);
  return `${says} to ${place}, which is not followed. If that is right, an admin enters this address for the server.`;
}

const MAX_SHOWN = 512;

/** The decided outcome of every way in which a connection can fail. */
export function failureOf(error: Error): Failure {
  if (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  ) {
    return new Failure('upstream_timeout', 'The upstream server did not answer in time.');
  }
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EPRIVATEADDRESS') {
    return new Failure('upstream_unreachable', 'The upstream server has an address that is not allowed.');
  }
  if (CONNECT_FAILURES.has(code)) {
    return new Failure('upstream_unreachable', `The upstream server cannot be reached (${code}).`);
  }
  return new Failure('upstream_broken', 'The upstream server broke the connection off.');
}

const CONNECT_FAILURES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
