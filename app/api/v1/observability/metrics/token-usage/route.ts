import { readQuery } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { tokenUsageQuery } from '@/lib/summary/schema';
import { readTokenUsage } from '@/lib/summary/token-usage';

/** About how many tokens the calls of a span of time were, by what went in and what came out. */
export const GET = route('read', async ({ request, ctx }) =>
  json(await readTokenUsage({ ctx, input: readQuery(request, tokenUsageQuery) })),
);
