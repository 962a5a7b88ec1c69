import type { SearchParams } from '@/app/_page-props';
import { logQuery, type LogQuery } from '@/lib/audit/query/schema';

export interface WrongParameter {
  name: string;
  value: string;
  message: string;
}

/**
 * The filters of an address. What is wrong is left out and named, so that a mangled link still shows the
 * log and says why it shows more than was asked for. Parameters that are no filters are none of our business.
 */
export function readLogQuery(search: SearchParams): { query: LogQuery; wrong: WrongParameter[] } {
  const usable: SearchParams = {};
  const wrong: WrongParameter[] = [];
  for (const [name, schema] of Object.entries(logQuery.shape)) {
    const value = search[name];
    if (value === undefined || value === '') continue;
    const parsed = schema.safeParse(value);
    if (parsed.success) usable[name] = value;
    else
      wrong.push({
        name,
        value: String(value).slice(0, 80),
        message: parsed.error.issues[0]?.message ?? 'not valid',
      });
  }
  return { query: logQuery.parse(usable), wrong };
}

/** Whether anything but the paging narrows the list. */
export function isFiltered(query: LogQuery): boolean {
  const { server, tool, status, from, to, trace, request } = query;
  return Boolean(server?.length || tool || status?.length || from || to || trace || request);
}
