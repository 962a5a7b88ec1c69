import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_COOKIE, themeOf } from '@/app/_components/theme-cookie';
import { currentUser } from '@/lib/auth/require-user';
import { Shell } from './_shell/shell';

/**
 * The frame around the pages. It authorises nothing: a layout does not run again on every navigation, so
 * each page carries its own guard; without a user there is no frame, and the page redirects.
 */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const user = await currentUser();
  if (!user) return children;
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <Shell user={{ email: user.email, role: user.role }} theme={theme} renderedAt={Date.now()}>
      {children}
    </Shell>
  );
}
