import { prisma } from '../database/connections';
import type { UserView } from './schema';

/** Everybody who can sign in, by e-mail. */
export async function listUsers(): Promise<UserView[]> {
  const rows = await prisma().user.findMany({
    select: { id: true, email: true, name: true, role: true },
    orderBy: { email: 'asc' },
  });
  return rows.map((row) => ({ ...row, role: row.role as UserView['role'] }));
}
