import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { createKey } from '@/lib/keys/create';
import { listKeys } from '@/lib/keys/list';
import { createKeyInput } from '@/lib/keys/schema';

/** All keys, revoked ones included, without their text. */
export const GET = route('audit', async ({ ctx }) => json({ items: await listKeys({ ctx }) }));

/** Makes a key. This answer is the only place where its text is ever shown. */
export const POST = route('admin', async ({ request, ctx }) => {
  const input = await readBody(request, createKeyInput);
  return json(await createKey({ ctx, input }), { status: 201 });
});
