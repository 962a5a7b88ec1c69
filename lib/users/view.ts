import type { User } from '@/lib/generated/prisma/client';
import type { UserView } from './schema';

/** The database row as people and API clients may see it. */
export function viewUser(row: User): UserView {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt?.toISOString() ?? null,
  };
}

/** How an admin event names a person. */
export const userTarget = ({ id, email }: { id: string; email: string }) => ({
  type: 'user',
  id,
  name: email,
});
