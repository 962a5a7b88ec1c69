import type { SearchParams } from '@/app/_page-props';
import { setFilters } from '@/lib/audit/query/filters';
import { logQuery, type LogQuery } from '@/lib/audit/query/schema';

export interface WrongParameter {
  name: string;
  value: string;
  message: string;
}

/**
 * The filters of an address. What is wrong or unknown is left out and named, so that a mangled link still
 * shows the log and says why it shows more than was asked for.
 */
export function readLogQuery(search: SearchParams): { query: LogQuery; wrong: WrongParameter[] } {
  const usable: SearchParams = {};
  const wrong: WrongParameter[] = [];
  const shape: Record<string, (typeof logQuery.shape)[keyof typeof logQuery.shape]> = logQuery.shape;
  for (const [name, value] of Object.entries(search)) {
    if (value === undefined || value === '') continue;
    const problem = Object.hasOwn(shape, name)
      ? problemOf(shape[name]?.safeParse(value))
      : 'no filter has this name';
    if (problem === undefined) usable[name] = value;
    else wrong.push({ name: name.slice(0, 80), value: String(value).slice(0, 80), message: problem });
  }
  return { query: logQuery.parse(usable), wrong };
}

function problemOf(
  parsed: { success: boolean; error?: { issues: { message: string }[] } | undefined } | undefined,
): string | undefined {
  return parsed?.success ? undefined : (parsed?.error?.issues[0]?.message ?? 'not valid');
}

/** Whether anything but the paging narrows the list. */
export function isFiltered(query: LogQuery): boolean {
  return setFilters(query).length > 0;
}
