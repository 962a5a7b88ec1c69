import { json } from '@/app/api/v1/_respond';
import { route } from '@/app/api/v1/_route';
import { listProviders } from '@/lib/export/providers';

/** What traces can be sent to, and what each provider asks for. */
export const GET = route('read', async () => json({ items: listProviders() }));
