import { readQuery } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { listAdminEvents } from '@/lib/admin-events/list';
import { adminEventQuery } from '@/lib/admin-events/schema';

/** One page of what people changed, the newest first. */
export const GET = route('audit', async ({ request, ctx }) =>
  json(await listAdminEvents({ ctx, input: readQuery(request, adminEventQuery) })),
);
