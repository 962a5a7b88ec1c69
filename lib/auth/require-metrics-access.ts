import { createHash, timingSafeEqual } from 'node:crypto';
import { env } from '../env';
import { AppError } from '../errors';
import { isDirect } from '../net/direct-request';
import { isLoopbackHost } from '../net/loopback';
import { parseUrl } from '../net/parse-url';
import { settings } from '../settings/current';
import { requireAccess } from './require-access';

/**
 * The guard of the metrics endpoint: METRICS_TOKEN, the token of the settings or an API key with the scope read as a
 * bearer token. Without either token it is open as long as only this machine can ask: HOST is loopback, no proxy
 * stands in between, and the Host header names this machine, or a web page could ask by DNS rebinding. Throws AppError: not_found (switched off), unauthenticated, forbidden.
 */
export async function requireMetricsAccess(request: Request): Promise<void> {
  const { METRICS_TOKEN, HOST } = env();
  const { enabled, token } = settings('metrics');
  if (!enabled) throw new AppError('not_found', 'The metrics endpoint is switched off in the settings.');
  const tokens = [METRICS_TOKEN, token].filter((text) => typeof text === 'string');
  const authorization = request.headers.get('authorization');
  if (authorization === null) {
    if (tokens.length === 0 && isLoopbackHost(HOST) && isDirect(request.headers) && namesThisMachine(request))
      return;
    throw new AppError('unauthenticated', 'Send the metrics token as a bearer token.');
  }
  if (tokens.some((text) => sameText(authorization, `Bearer ${text}`))) return;
  await requireAccess(request, 'read');
}

const namesThisMachine = (request: Request): boolean =>
  isLoopbackHost(parseUrl(`http://${request.headers.get('host') ?? ''}`)?.hostname ?? '');

/** Compares digests, so that neither content nor length tells by time. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
