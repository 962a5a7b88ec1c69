import { readBody, readId } from '@/app/api/v1/_input';
import { json, noContent } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { removeUser } from '@/lib/users/remove';
import { updateUserInput } from '@/lib/users/schema';
import { updateUser } from '@/lib/users/update';

interface Params {
  id: string;
}

/** Gives somebody another role or a new password. */
export const PATCH = route<Params>('admin', async ({ request, ctx, params }) => {
  const id = readId(params.id, 'account');
  return json(await updateUser({ ctx, input: { ...(await readBody(request, updateUserInput)), id } }));
});

/** Removes an account; its sessions end with it. */
export const DELETE = route<Params>('admin', async ({ ctx, params }) => {
  await removeUser({ ctx, input: { id: readId(params.id, 'account') } });
  return noContent();
});
