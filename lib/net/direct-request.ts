import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { once } from '../once';

/** Headers by which a proxy says that it passes somebody else's request on; besides all that begin with x-forwarded. */
const FORWARDING = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-original-host',
  'x-envoy-external-address',
  'x-envoy-original-path',
  'x-arr-clientip',
  'x-azure-clientip',
  'x-appengine-user-ip',
  'cf-connecting-ip',
  'cf-ray',
  'true-client-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'do-connecting-ip',
]);
const MARK = 'x-sightline-direct';
const secretMark = once('net/direct-request', () => randomUUID());

/**
 * Marks a request that reached this process without a proxy, before Next adds forwarding headers of its
 * own to every request. The mark is a secret of the process, so nobody can send it along.
 */
export function markIfDirect(request: IncomingMessage): void {
  const forwarded = Object.keys(request.headers).some(
    (name) => FORWARDING.has(name) || name.startsWith('x-forwarded'),
  );
  if (forwarded) delete request.headers[MARK];
  else request.headers[MARK] = secretMark();
}

/** Whether a request carries the mark. Always false where server.mjs is not in front. */
export function isDirect(headers: Headers): boolean {
  return headers.get(MARK) === secretMark();
}
