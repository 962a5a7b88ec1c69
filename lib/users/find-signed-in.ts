import { prisma } from '../database/connections';
import type { Role } from './schema';

/** Sessions end after twelve hours, however lively they are: the cookie alone would be renewed for ever. */
export const SESSION_S = 12 * 60 * 60;

/** What a cookie says about its session. */
export interface Session {
  /** null in cookies that an earlier version made */
  id: string | null;
  userId: string;
  /** when it began, in milliseconds since 1970 */
  signedInAt: number;
}

/**
 * The account behind a session as it is now, or null when it has been removed or the session has been ended, by
 * signing out or by a new password: a cookie lasts hours and knows nothing of what happened since.
 */
export async function findSignedIn({
  id,
  userId,
  signedInAt,
}: Session): Promise<{ id: string; email: string; name: string; role: Role } | null> {
  if (id === null || Date.now() - signedInAt > SESSION_S * 1_000) return null;
  const [row, ended] = await prisma().$transaction([
    prisma().user.findUnique({
      where: { id: userId },
      select: { id: true, email: true, name: true, role: true, sessionsFrom: true },
    }),
    prisma().endedSession.count({ where: { id } }),
  ]);
  if (!row || ended > 0) return null;
  const { sessionsFrom, ...user } = row;
  return sessionsFrom !== null && signedInAt < sessionsFrom.getTime() ? null : user;
}
