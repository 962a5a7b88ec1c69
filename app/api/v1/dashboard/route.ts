import { readQuery } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { readDashboard } from '@/lib/summary/dashboard';
import { dashboardQuery } from '@/lib/summary/schema';

/** The original's start page: figures, health and the latest activity. */
export const GET = route('read', async ({ request, ctx }) =>
  json(await readDashboard({ ctx, input: readQuery(request, dashboardQuery) })),
);
