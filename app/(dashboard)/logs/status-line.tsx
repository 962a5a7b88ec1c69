'use client';

import { RefreshCw } from 'lucide-react';
import { Button } from '@/app/_components/button';
import { Time } from '@/app/_components/time';
import type { LogPage } from '@/lib/audit/query/schema';

interface Props {
  page: LogPage;
  paged: boolean;
  readAt: string;
  pending: boolean;
  onRefresh: () => void;
}

/** How many, from when, and when last brought up to date. */
export function StatusLine({ page, paged, readAt, pending, onRefresh }: Props) {
  const count = page.items.length;
  const newest = page.items[0];
  const more = page.older_cursor !== null || page.newer_cursor !== null || paged;
  return (
    <>
      <p aria-live="polite" className="min-w-0" data-testid="status-line">
        <span className="font-semibold text-ink">{count}</span> {count === 1 ? 'call' : 'calls'}
        {more ? ' on this page' : ''}
        {newest ? (
          <>
            {', newest '}
            <Time at={newest.ts} show="clock" />
          </>
        ) : null}
        {', updated '}
        <Time at={readAt} show="clock" />
      </p>
      <Button kind="quiet" className="ml-auto" disabled={pending} onClick={onRefresh} title="Refresh (r)">
        <RefreshCw aria-hidden /> Refresh
      </Button>
    </>
  );
}
