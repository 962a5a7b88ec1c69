import { redirect } from 'next/navigation';
import { listLogs } from '@/lib/audit/query/list';
import { logQuery } from '@/lib/audit/query/schema';
import { requireUser } from '@/lib/auth/require-user';

/** The logs are the front page, once there are any; before, an admin finds the way to the first call. */
export default async function HomePage() {
  const { role } = await requireUser();
  if (role === 'admin') {
    const { items } = await listLogs(logQuery.parse({ limit: 1 }));
    if (items.length === 0) redirect('/start');
  }
  redirect('/logs');
}
