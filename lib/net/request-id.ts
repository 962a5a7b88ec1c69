import { randomUUID } from 'node:crypto';
import { currentMasker } from '../mask/current-masker';

export const REQUEST_ID_HEADER = 'x-request-id';

const USABLE = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * The id of a request: the caller's own if it is usable as one and is no secret (it stands in every log),
 * else a new one. Never trusted as a key.
 */
export function requestIdFrom(given: string | undefined): string {
  const usable = given !== undefined && USABLE.test(given) && currentMasker().text(given, {}) === given;
  return usable ? given : randomUUID();
}
