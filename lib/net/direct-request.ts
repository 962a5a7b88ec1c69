import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { once } from '../once';

/** Headers by which a proxy says that it passes somebody else's request on. */
const FORWARDING = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
];
const MARK = 'x-sightline-direct';
const secretMark = once('net/direct-request', () => randomUUID());

/**
 * Marks a request that reached this process without a proxy, before Next adds forwarding headers of its
 * own to every request. The mark is a secret of the process, so nobody can send it along.
 */
export function markIfDirect(request: IncomingMessage): void {
  const forwarded = FORWARDING.some((name) => request.headers[name] !== undefined);
  if (forwarded) delete request.headers[MARK];
  else request.headers[MARK] = secretMark();
}

/** Whether a request carries the mark. Always false where server.mjs is not in front. */
export function isDirect(headers: Headers): boolean {
  return headers.get(MARK) === secretMark();
}
