import { redirect } from 'next/navigation';
import { requireUser } from '@/lib/auth/require-user';
import { SECTION_PAGES } from './_sections';

/** The first section. */
export default async function SettingsPage() {
  await requireUser('auditor', '/settings');
  redirect(SECTION_PAGES[0].href);
}
