import { prisma } from '../database/connections';
import type { Role } from './schema';

/**
 * The account behind a session as it is now, or null when it has been removed or its sessions have been ended: a
 * cookie lasts hours and knows nothing of what happened since.
 *
 * @param signedInAt when the session began, in milliseconds since 1970
 */
export async function findSignedIn(
  id: string,
  signedInAt: number,
): Promise<{ id: string; email: string; name: string; role: Role } | null> {
  const row = await prisma().user.findUnique({
    where: { id },
    select: { id: true, email: true, name: true, role: true, sessionsFrom: true },
  });
  if (!row) return null;
  const { sessionsFrom, ...user } = row;
  return sessionsFrom !== null && signedInAt < sessionsFrom.getTime() ? null : user;
}
