import { mayActAs, requireRole, type Actor, type Context } from '../context/context';
import { directory } from '../directory/directory';
import { AppError } from '../errors';
import { hashKey } from '../crypto/hash-key';
import { lastUsed } from '../keys/last-used';
import { parseUrl } from '../net/parse-url';
import type { Role } from '../users/schema';
import { requestContext } from './request-context';
import { sessionUser } from './session';

/** What a route is for: to read what every viewer may, to read what only auditors may, to change something. */
export type Need = 'read' | 'audit' | 'admin';

const ROLE_FOR: Record<Need, Role> = { read: 'viewer', audit: 'auditor', admin: 'admin' };

/**
 * The guard of REST routes: who asks, by session cookie or API key, for the verbs. `read` is open to every signed-in
 * person and to keys with the scope read or admin, `audit` to auditors, admins and keys with the scope admin, `admin`
 * to admins and keys with the scope admin. Throws AppError: unauthenticated, forbidden.
 */
export async function requireAccess(request: Request, need: Need): Promise<Context> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return requestContext(actorByKey(authorization, need));
  const user = await sessionUser();
  if (!user) throw new AppError('unauthenticated', 'Sign in, or send an API key as a bearer token.');
  assertSameOrigin(request);
  const ctx = await requestContext({ kind: 'user', id: user.id, name: user.email, role: user.role });
  requireRole(ctx, ROLE_FOR[need]);
  return ctx;
}

function actorByKey(authorization: string, need: Need): Actor {
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
  const key = token === undefined ? undefined : directory().findKey(hashKey(token));
  if (!key) throw new AppError('unauthenticated', 'This API key is not valid.');
  lastUsed().touch(key.id);
  const actor: Actor = { kind: 'key', id: key.id, name: key.name, scopes: key.scopes };
  if (!mayActAs(actor, ROLE_FOR[need])) {
    throw new AppError('forbidden', `This API key lacks the scope "${need === 'read' ? 'read' : 'admin'}".`);
  }
  return actor;
}

/** A cookie travels with requests that other sites start, so a change needs proof that ours started it. */
function assertSameOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  const host = request.headers.get('host');
  if (origin === null || host === null || parseUrl(origin)?.host !== host) {
    throw new AppError('forbidden', 'This request did not come from this site.');
  }
}
