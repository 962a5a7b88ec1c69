import type { Span } from '@/lib/summary/schema';

/** The address of the log list with the range of the page and these filters: where each number leads. */
export function logsLink(
  { from, to }: Pick<Span, 'from' | 'to'>,
  filters: Record<string, string> = {},
): string {
  const search = new URLSearchParams({
    from: new Date(from).toISOString(),
    ...filters,
    to: new Date(to).toISOString(),
  });
  search.sort();
  return `/logs?${search.toString()}`;
}

/** All outcomes but ok. */
export const FAILED = 'tool_error,protocol_error,upstream_error,timeout,denied,cancelled';
