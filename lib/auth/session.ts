import { getServerSession } from 'next-auth';
import { findSignedIn } from '../users/find-signed-in';
import type { Role } from '../users/schema';
import { authOptions } from './nextauth';

export interface SessionUser {
  id: string;
  email: string;
  name: string;
  role: Role;
}

/**
 * Who is signed in, or null. The cookie says who it was when it was made; the role, and whether the account and its
 * sessions still stand, are read from the database each time.
 */
export async function sessionUser(): Promise<SessionUser | null> {
  const session = await getServerSession(authOptions);
  if (!session) return null;
  const { id: userId, sessionId, signedInAt } = session.user;
  return findSignedIn({ id: sessionId, userId, signedInAt });
}
