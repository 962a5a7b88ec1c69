import { readBody, readId } from '@/app/api/v1/_input';
import { json, noContent } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { getServer } from '@/lib/servers/get';
import { removeServer } from '@/lib/servers/remove';
import { updateServerInput } from '@/lib/servers/schema';
import { updateServer } from '@/lib/servers/update';

interface Params {
  id: string;
}

/** One server. */
export const GET = route<Params>('read', async ({ ctx, params }) =>
  json(await getServer({ ctx, input: { id: readId(params.id, 'server') } })),
);

/** Changes what the body names; the rest stays. */
export const PATCH = route<Params>('admin', async ({ request, ctx, params }) => {
  const id = readId(params.id, 'server');
  return json(await updateServer({ ctx, input: { ...(await readBody(request, updateServerInput)), id } }));
});

/** Removes a server; its log rows stay. */
export const DELETE = route<Params>('admin', async ({ ctx, params }) => {
  await removeServer({ ctx, input: { id: readId(params.id, 'server') } });
  return noContent();
});
