import { randomUUID } from 'node:crypto';

export const REQUEST_ID_HEADER = 'x-request-id';

const USABLE = /^[A-Za-z0-9._-]{1,128}$/;

/** The id of a request: the caller's own if it is usable as one, else a new one. Never trusted as a key. */
export function requestIdFrom(given: string | undefined): string {
  return given !== undefined && USABLE.test(given) ? given : randomUUID();
}
