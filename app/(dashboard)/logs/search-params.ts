import { createSerializer, parseAsArrayOf, parseAsInteger, parseAsString } from 'nuqs/server';

/**
 * The filters as they stand in the address, for reading and writing it in the browser. What is valid is
 * decided by logQuery alone (read-query.ts), so these parsers let everything through.
 */
export const logSearch = {
  server: parseAsArrayOf(parseAsString),
  tool: parseAsString,
  status: parseAsArrayOf(parseAsString),
  from: parseAsString,
  to: parseAsString,
  trace: parseAsString,
  request: parseAsString,
  cursor: parseAsString,
  direction: parseAsString,
  limit: parseAsInteger,
};

/** The address of the log list with these filters. */
export const logAddress = createSerializer(logSearch, { processUrlSearchParams: sortedKeys });

/** One view, one address, whatever the order of clicks. */
function sortedKeys(search: URLSearchParams): URLSearchParams {
  search.sort();
  return search;
}
