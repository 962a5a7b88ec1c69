import { redirect } from 'next/navigation';
import { mayActAs, type Context } from '../context/context';
import type { Role } from '../users/schema';
import { requestContext } from './request-context';
import { sessionUser, type SessionUser } from './session';

/** A person at a page or an action, with what the verbs are told. */
export type SignedIn = SessionUser & { ctx: Context };

/** Who is signed in, or null. For what is shown, never for what is allowed: that is requireUser. */
export async function currentUser(): Promise<SignedIn | null> {
  const user = await sessionUser();
  if (!user) return null;
  const { id, email, role } = user;
  return { ...user, ctx: await requestContext({ kind: 'user', id, name: email, role }) };
}

/**
 * The guard of pages and server actions: who is signed in, or a redirect to the sign-in page. Whose role is below
 * `role` is sent to the log list.
 *
 * @param returnTo the page's own address, to come back to after signing in
 */
export async function requireUser(role: Role = 'viewer', returnTo?: string): Promise<SignedIn> {
  const user = await currentUser();
  if (!user)
    redirect(returnTo === undefined ? '/login' : `/login?callbackUrl=${encodeURIComponent(returnTo)}`);
  if (!mayActAs(user.ctx.actor, role)) redirect('/logs');
  return user;
}
