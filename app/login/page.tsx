import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import type { PageProps } from '@/app/_page-props';
import { Entrance } from '@/app/_components/entrance';
import { currentUser } from '@/lib/auth/require-user';
import { LoginForm } from './login-form';
import { safePath } from './safe-path';

export const metadata: Metadata = { title: 'Sign in' };

/** The door. */
export default async function LoginPage({ searchParams }: PageProps) {
  const goTo = safePath((await searchParams)['callbackUrl']);
  if (await currentUser()) redirect(goTo);
  return (
    <Entrance title="Sign in">
      <LoginForm goTo={goTo} />
      <p className="text-xs text-muted">
        No account yet? On its first start the server prints a one-time set-up link; later accounts come from
        an admin.
      </p>
    </Entrance>
  );
}
