'use client';

import { useQueryStates } from 'nuqs';
import type { TransitionStartFunction } from 'react';
import { logSearch } from './search-params';

/** What can be filtered by; the rest of the address is paging. */
export interface LogFilters {
  server: string[] | null;
  tool: string | null;
  status: string[] | null;
  from: string | null;
  to: string | null;
  trace: string | null;
  request: string | null;
}

const NO_FILTERS: LogFilters = {
  server: null,
  tool: null,
  status: null,
  from: null,
  to: null,
  trace: null,
  request: null,
};

/** The filters in the address. A change starts at the newest row again: a cursor belongs to one set of filters. */
export function useLogFilters(startTransition: TransitionStartFunction) {
  const [filters, write] = useQueryStates(logSearch, { shallow: false, history: 'push', startTransition });
  const change = (changes: Partial<LogFilters>) => {
    void write({ ...emptyToNull(changes), cursor: null, direction: null });
  };
  return { filters, change, clear: () => change(NO_FILTERS) };
}

function emptyToNull(changes: Partial<LogFilters>): Partial<LogFilters> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      value === null || value.length === 0 ? null : value,
    ]),
  );
}
