import { getServerSession } from 'next-auth';
import { directory } from '../directory/directory';
import { AppError } from '../errors';
import { hashKey } from '../crypto/hash-key';
import { parseUrl } from '../net/parse-url';
import { authOptions } from './nextauth';

/** Who uses the REST API: a person by session cookie, or an API key. */
export interface Access {
  /** for created_by and display */
  name: string;
}

/**
 * The guard of REST routes. `read` is open to every signed-in person and to keys with the scope read or
 * admin, `admin` to admins and keys with the scope admin. Throws AppError: unauthenticated, forbidden.
 */
export async function requireAccess(request: Request, need: 'read' | 'admin'): Promise<Access> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return accessByKey(authorization, need);
  const session = await getServerSession(authOptions);
  if (!session) throw new AppError('unauthenticated', 'Sign in, or send an API key as a bearer token.');
  assertSameOrigin(request);
  if (need === 'admin' && session.user.role !== 'admin') {
    throw new AppError('forbidden', 'Only an admin may do this.');
  }
  return { name: session.user.email };
}

function accessByKey(authorization: string, need: 'read' | 'admin'): Access {
  const token = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(authorization)?.[1];
  const key = token === undefined ? undefined : directory().findKey(hashKey(token));
  if (!key) throw new AppError('unauthenticated', 'This API key is not valid.');
  const allowed = key.scopes.includes('admin') || (need === 'read' && key.scopes.includes('read'));
  if (!allowed) throw new AppError('forbidden', `This API key lacks the scope "${need}".`);
  return { name: `key ${key.name}` };
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
