import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { listSettings } from '@/lib/settings/get';

/** All sections. */
export const GET = route('audit', async ({ ctx }) => json({ items: await listSettings({ ctx }) }));
