'use client';

import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useMemo, type TransitionStartFunction } from 'react';
import type { FilterDescription, FilterTexts } from '@/lib/audit/query/filters';
import { logSearch } from './search-params';

/** The filters in the address. A change starts at the newest row again: a cursor belongs to one set of filters. */
export function useLogFilters(
  descriptions: readonly FilterDescription[],
  startTransition: TransitionStartFunction,
) {
  const router = useRouter();
  const search = useMemo(() => logSearch(descriptions), [descriptions]);
  const [texts, write] = useQueryStates(search, { shallow: false, history: 'push', startTransition });
  // The parsers are made from the same table as the type.
  const filters = texts as Partial<FilterTexts> as FilterTexts;
  const change = (changes: Partial<FilterTexts>) => {
    void write({ ...emptyToNull(changes), cursor: null, direction: null } as Parameters<typeof write>[0]);
  };
  return { filters, change, clear: () => startTransition(() => router.push('/logs')) };
}

function emptyToNull(changes: Partial<FilterTexts>): Record<string, string | string[] | null> {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      value === null || value.length === 0 ? null : value,
    ]),
  );
}
