import { readBody } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { createUser } from '@/lib/users/create';
import { listUsers } from '@/lib/users/list';
import { createUserInput } from '@/lib/users/schema';

/** Everybody who can sign in. */
export const GET = route('audit', async ({ ctx }) => json({ items: await listUsers({ ctx }) }));

/** Adds a person. */
export const POST = route('admin', async ({ request, ctx }) =>
  json(await createUser({ ctx, input: await readBody(request, createUserInput) }), { status: 201 }),
);
