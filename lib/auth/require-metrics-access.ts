import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '../env';
import { AppError } from '../errors';
import { isDirect } from '../net/direct-request';
import { isLoopbackHost } from '../net/loopback';
import { requireAccess } from './require-access';

/**
 * The guard of the metrics endpoint: METRICS_TOKEN or an API key with the scope read as a bearer token.
 * Without METRICS_TOKEN it is open as long as only this machine can ask: HOST is loopback and no proxy
 * stands in between. Throws AppError: unauthenticated, forbidden.
 */
export async function requireMetricsAccess(request: Request): Promise<void> {
  const { METRICS_TOKEN: token, HOST } = env();
  const authorization = request.headers.get('authorization');
  if (authorization === null) {
    if (token === undefined && isLoopbackHost(HOST) && isDirect(request.headers)) return;
    throw new AppError('unauthenticated', 'Send METRICS_TOKEN as a bearer token.');
  }
  if (token !== undefined && sameText(authorization, `Bearer ${token}`)) return;
  await requireAccess(request, 'read');
}

/** Compares digests, so that neither content nor length tells by time. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
