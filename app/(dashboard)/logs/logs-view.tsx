'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useTransition, type ReactNode } from 'react';
import { BusyLine } from '@/app/_components/busy-line';
import { useHotkeys } from '@/app/_components/hotkeys';
import type { FilterDescription, FilterTexts } from '@/lib/audit/query/filters';
import type { LogPage } from '@/lib/audit/query/schema';
import { Filters } from './filters';
import { rememberList, returnToPlace } from './last-list';
import { LogsTable } from './logs-table';
import { StatusLine } from './status-line';
import { TOOL_SEARCH_ID } from './tool-search';
import { useLogFilters } from './use-log-filters';

interface Props {
  page: LogPage;
  /** not the first page */
  paged: boolean;
  descriptions: readonly FilterDescription[];
  servers: string[];
  /** names of filters in the address that are not usable and were left out */
  wrong: string[];
  /** when the server read the rows, ISO */
  readAt: string;
  /** shown instead of the table when there are no rows */
  empty: ReactNode;
}

/** The filters that the shown rows were chosen by. */
function applied(filters: FilterTexts, wrong: string[]): FilterTexts {
  return { ...filters, ...Object.fromEntries(wrong.map((name) => [name, null])) };
}

/** The list with its filters: one transition for all ways of asking anew, so that the old rows stay until the new ones are there. */
export function LogsView({ page, paged, descriptions, servers, wrong, readAt, empty }: Props) {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const { filters, change, clear } = useLogFilters(descriptions, startTransition);
  const refresh = () => startTransition(() => router.refresh());
  useHotkeys({ r: refresh, '/': () => document.getElementById(TOOL_SEARCH_ID)?.focus() });
  const search = useSearchParams().toString();
  useEffect(() => {
    returnToPlace(search);
    rememberList(search);
  }, [search]);
  const tools = [...new Set(page.items.map((item) => item.tool))].filter(Boolean).sort();
  const line = <StatusLine page={page} paged={paged} readAt={readAt} pending={pending} onRefresh={refresh} />;
  return (
    <>
      <Filters
        descriptions={descriptions}
        filters={applied(filters, wrong)}
        onChange={change}
        onClear={clear}
        servers={servers}
        tools={tools}
      />
      <BusyLine busy={pending} />
      {page.items.length === 0 ? (
        <>
          <div className="flex items-center gap-2 px-4 py-1.5 text-xs text-muted">{line}</div>
          {empty}
        </>
      ) : (
        <LogsTable items={page.items} stale={pending} toolbar={line} />
      )}
    </>
  );
}
