import { verifyPassword } from '../crypto/password';
import { prisma } from '../database/connections';
import type { UserView } from './schema';

/** The user whose e-mail and password these are, or null; both failures take the same time. */
export async function authenticateUser(email: string, password: string): Promise<UserView | null> {
  const row = await prisma().user.findUnique({ where: { email: email.trim().toLowerCase() } });
  const fits = await verifyPassword(password, row?.passwordHash);
  if (!row || !fits) return null;
  await prisma().user.update({ where: { id: row.id }, data: { lastSeenAt: new Date() } });
  return { id: row.id, email: row.email, name: row.name, role: row.role as UserView['role'] };
}
