import { createSerializer, parseAsArrayOf, parseAsInteger, parseAsString } from 'nuqs/server';
import type { FilterDescription } from '@/lib/audit/query/filters';

/**
 * The filters as they stand in the address, for reading and writing it in the browser. What is valid is
 * decided by logQuery alone (read-query.ts), so these parsers let everything through.
 */
export function logSearch(filters: readonly FilterDescription[]) {
  const parsers = filters.map(({ name, many }) => [
    name,
    many ? parseAsArrayOf(parseAsString) : parseAsString,
  ]);
  return {
    ...(Object.fromEntries(parsers) as Record<string, typeof parseAsString>),
    cursor: parseAsString,
    direction: parseAsString,
    limit: parseAsInteger,
  };
}

/** Makes addresses of the log list. */
export function logAddresses(filters: readonly FilterDescription[]) {
  return createSerializer(logSearch(filters), { processUrlSearchParams: sortedKeys });
}

/** One view, one address, whatever the order of clicks. */
function sortedKeys(search: URLSearchParams): URLSearchParams {
  search.sort();
  return search;
}
