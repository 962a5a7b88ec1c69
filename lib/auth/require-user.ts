import { redirect } from 'next/navigation';
import { getServerSession, type Session } from 'next-auth';
import { authOptions } from './nextauth';

export type SignedIn = Session['user'];

/** Who is signed in, or null. For what is shown, never for what is allowed: that is requireUser. */
export async function currentUser(): Promise<SignedIn | null> {
  return (await getServerSession(authOptions))?.user ?? null;
}

/**
 * The guard of pages and server actions: who is signed in, or a redirect to the sign-in page. With `role`
 * "admin" a viewer is sent to the log list.
 *
 * @param returnTo the page's own address, to come back to after signing in
 */
export async function requireUser(role: 'viewer' | 'admin' = 'viewer', returnTo?: string): Promise<SignedIn> {
  const user = await currentUser();
  if (!user)
    redirect(returnTo === undefined ? '/login' : `/login?callbackUrl=${encodeURIComponent(returnTo)}`);
  if (role === 'admin' && user.role !== 'admin') redirect('/logs');
  return user;
}
