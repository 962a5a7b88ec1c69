import { redirect } from 'next/navigation';
import { requireUser } from '@/lib/auth/require-user';

/** The logs are the front page. */
export default async function HomePage() {
  await requireUser();
  redirect('/logs');
}
