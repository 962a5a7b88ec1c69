'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useTransition, type ReactNode } from 'react';
import { BusyLine } from '@/app/_components/busy-line';
import type { LogPage, LogQuery } from '@/lib/audit/query/schema';
import { Filters } from './filters';
import { rememberList } from './last-list';
import { LogsTable } from './logs-table';
import { Pager } from './pager';
import { StatusLine } from './status-line';
import { useLogFilters, type LogFilters } from './use-log-filters';
import { useRowHotkeys } from './use-row-hotkeys';

interface Props {
  page: LogPage;
  query: LogQuery;
  servers: string[];
  /** names of filters in the address that are not usable and were left out */
  wrong: string[];
  /** when the server read the rows, ISO */
  readAt: string;
  /** shown instead of the table when there are no rows */
  empty: ReactNode;
}

/** The filters that the shown rows were chosen by. */
function applied(filters: LogFilters, wrong: string[]): LogFilters {
  return { ...filters, ...Object.fromEntries(wrong.map((name) => [name, null])) };
}

/** The list with its filters: one transition for all ways of asking anew, so that the old rows stay until the new ones are there. */
export function LogsView({ page, query, servers, wrong, readAt, empty }: Props) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const { filters, change, clear } = useLogFilters(startTransition);
  const refresh = () => startTransition(() => router.refresh());
  useRowHotkeys(refresh);
  const search = useSearchParams().toString();
  useEffect(() => rememberList(search), [search]);
  const tools = [...new Set(page.items.map((item) => item.tool))].filter(Boolean).sort();
  return (
    <>
      <Filters
        filters={applied(filters, wrong)}
        onChange={change}
        onClear={clear}
        servers={servers}
        tools={tools}
      />
      <BusyLine busy={pending} />
      <StatusLine
        page={page}
        paged={query.cursor !== undefined}
        readAt={readAt}
        pending={pending}
        onRefresh={refresh}
      />
      {page.items.length === 0 ? empty : <LogsTable items={page.items} stale={pending} />}
      <Pager page={page} query={query} />
    </>
  );
}
