import type { ApiKey, Server } from '@/lib/generated/prisma/client';
import type { KeyView } from './schema';

type Row = ApiKey & { servers: { server: Server }[] };

/** The database row as people and API clients may see it. */
export function viewKey(row: Row): KeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    all_servers: row.allServers,
    servers: row.servers.map(({ server }) => ({ id: server.id, slug: server.slug })),
    created_at: row.createdAt.toISOString(),
    created_by: row.createdBy,
    revoked_at: row.revokedAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** How an admin event names a key. */
export const keyTarget = ({ id, name }: { id: string; name: string }) => ({ type: 'key', id, name });
