import type { Server } from '@/lib/generated/prisma/client';
import type { ServerView } from './schema';
import { notServedBecause } from './served';

/** The database row as people and API clients may see it. */
export function viewServer(row: Server): ServerView {
  const reason = notServedBecause(row);
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    transport: row.transport,
    url: row.url,
    url_hidden: row.sealedUrl !== null,
    command: row.command,
    shared: row.shared,
    origin: row.origin as ServerView['origin'],
    enabled: row.enabled,
    headers: { configured: row.sealedHeaders !== null, names: row.headerNames },
    served: reason === null,
    not_served_because: reason,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** How an admin event names a server. */
export const serverTarget = ({ id, slug }: { id: string; slug: string }) => ({
  type: 'server',
  id,
  name: slug,
});
