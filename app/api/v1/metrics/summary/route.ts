import { readQuery } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { readSummary } from '@/lib/summary/read';
import { summaryQuery } from '@/lib/summary/schema';

/** What the calls of a window add up to, compared with the window before it. */
export const GET = route('read', async ({ request, ctx }) =>
  json(await readSummary({ ctx, input: readQuery(request, summaryQuery) })),
);
