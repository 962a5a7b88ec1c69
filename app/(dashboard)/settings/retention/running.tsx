'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { Button } from '@/app/_components/button';
import { useForm } from '@/app/_components/form';
import { Notice } from '@/app/_components/notice';
import type { CleanupRun } from '@/lib/audit/retention/schema';
import { stopRun } from './actions';
import { amount, number } from './figures';

const LOOK_AGAIN_MS = 1_000;

/** How far the run has come, looked up anew every second, and the way to end it. */
export function Running({ run, admin }: { run: CleanupRun; admin: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [router]);
  const { pending, onSubmit, message } = useForm(stopRun);
  const { removed, planned } = run;
  return (
    <section aria-label="Running" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status">
          {run.cancel_requested ? 'Ending' : 'Deleting'}: {number(removed.rows)} of{' '}
          {amount(planned.rows, 'call')}, {number(removed.days)} of {amount(planned.days, 'day')}
        </p>
        {admin ? (
          <form onSubmit={onSubmit}>
            <Button type="submit" size="md" disabled={pending || run.cancel_requested}>
              Cancel
            </Button>
          </form>
        ) : null}
      </div>
      <progress
        className="h-1 w-full accent-accent"
        aria-label="Progress"
        max={Math.max(1, planned.rows)}
        value={removed.rows}
      />
      {message ? <Notice tone="bad">{message}</Notice> : null}
    </section>
  );
}
