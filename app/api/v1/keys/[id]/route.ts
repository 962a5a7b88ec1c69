import { readId } from '@/app/api/v1/_input';
import { noContent } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { revokeKey } from '@/lib/keys/revoke';

/** Revokes a key for good; its row stays, so that log rows keep their name. */
export const DELETE = route<{ id: string }>('admin', async ({ ctx, params }) => {
  await revokeKey({ ctx, input: { id: readId(params.id, 'key') } });
  return noContent();
});
