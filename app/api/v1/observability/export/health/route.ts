import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { getExportHealth } from '@/lib/export/health';

/** How each destination fares on each replica. */
export const GET = route('read', async ({ ctx }) => json(await getExportHealth({ ctx })));
