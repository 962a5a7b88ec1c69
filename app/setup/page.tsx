import type { Metadata } from 'next';
import type { PageProps } from '@/app/_page-props';
import { Entrance } from '@/app/_components/entrance';
import { Notice } from '@/app/_components/notice';
import { isSetUpToken } from '@/lib/users/set-up';
import { SetupForm } from './setup-form';

export const metadata: Metadata = { title: 'Set up' };

/** The page behind the one-time link that the first start prints. The token is its guard. */
export default async function SetupPage({ searchParams }: PageProps) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || !(await isSetUpToken(token))) {
    return (
      <Entrance title="This set-up link does not work">
        <Notice tone="warn">
          It has been used, or a later start has replaced it. While there is no admin, each start prints a new
          link.
        </Notice>
      </Entrance>
    );
  }
  return (
    <Entrance title="Create the first admin">
      <SetupForm token={token} />
    </Entrance>
  );
}
