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
    <div className="flex items-center gap-2 px-4 pt-2 pb-1 text-xs text-muted">
      <p aria-live="polite" className="min-w-0" data-testid="status-line">
        {count} {count === 1 ? 'row' : 'rows'}
        {more ? ' on this page' : ''}
        {newest ? (
          <>
            {' · newest '}
            <Time at={newest.ts} />
          </>
        ) : null}
        {' · updated '}
        <Time at={readAt} show="clock" />
      </p>
      <Button kind="quiet" className="ml-auto" disabled={pending} onClick={onRefresh} title="Refresh (r)">
        <RefreshCw aria-hidden /> Refresh
      </Button>
    </div>
  );
}
