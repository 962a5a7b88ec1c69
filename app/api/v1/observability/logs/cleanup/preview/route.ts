import { readQuery } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { previewCleanup } from '@/lib/audit/retention/preview';
import { cleanupQuery } from '@/lib/audit/retention/schema';

/** What a run would remove, with the token that starts it. */
export const GET = route('audit', async ({ request, ctx }) =>
  json(await previewCleanup({ ctx, input: readQuery(request, cleanupQuery) })),
);
