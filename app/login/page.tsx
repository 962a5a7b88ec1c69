import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { PageProps } from '@/app/_page-props';
import { Entrance } from '@/app/_components/entrance';
import { currentUser } from '@/lib/auth/require-user';
import { awaitsFirstAdmin } from '@/lib/users/set-up';
import { LoginForm } from './login-form';
import { NoAdminYet } from './no-admin-yet';
import { safePath } from './safe-path';

export const metadata: Metadata = { title: 'Sign in' };

/** The door. */
export default async function LoginPage({ searchParams }: PageProps) {
  const goTo = safePath((await searchParams)['callbackUrl']);
  if (await currentUser()) redirect(goTo);
  if (await awaitsFirstAdmin()) return <NoAdminYet />;
  return (
    <Entrance title="Sign in">
      <LoginForm goTo={goTo} />
      <p className="text-xs text-muted">No account yet? An admin can add you.</p>
    </Entrance>
  );
}
