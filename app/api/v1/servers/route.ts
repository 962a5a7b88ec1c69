import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { createServer } from '@/lib/servers/create';
import { listServers } from '@/lib/servers/list';
import { createServerInput } from '@/lib/servers/schema';

/** All servers. */
export const GET = route('read', async ({ ctx }) => json({ items: await listServers({ ctx }) }));

/** Registers a server. */
export const POST = route('admin', async ({ request, ctx }) => {
  const server = await createServer({ ctx, input: await readBody(request, createServerInput) });
  return json(server, { status: 201, headers: { location: `/api/v1/servers/${server.id}` } });
});
