import { readId } from '@/app/api/v1/_input';
import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { getLog } from '@/lib/audit/query/get';

/** One call with its masked payloads. */
export const GET = route<{ id: string }>('read', async ({ params }) =>
  json(await getLog(readId(params.id, 'log entry'))),
);
