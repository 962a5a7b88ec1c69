import { readQuery } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { listLogs } from '@/lib/audit/query/list';
import { logQuery } from '@/lib/audit/query/schema';

/** One page of the log, the newest row first. */
export const GET = route('read', async ({ request }) => json(await listLogs(readQuery(request, logQuery))));
