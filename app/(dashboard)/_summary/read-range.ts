import { z } from 'zod';
import type { SearchParams } from '@/app/_page-props';
import { checkWindow, spanOf, windowShape, type Span } from '@/lib/summary/schema';

const rangeQuery = z.object(windowShape).superRefine(checkWindow);

export interface Range {
  span: Span;
  /** the window as the address has it; null for a range with a beginning and an end */
  window: string | null;
  /** what was wrong with the address, in which case the last hour is shown */
  wrong: string | null;
}

/** The range of an address. One that cannot be used is named, and the last hour shown in its place. */
export function readRange(search: SearchParams): Range {
  const { window, from, to } = search;
  const given = Object.entries({ window, from, to }).filter(([, value]) => value !== undefined);
  const parsed = rangeQuery.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const wrong = `${String(issue?.path[0] ?? 'range')}: ${issue?.message ?? 'not valid'}`;
    return { span: spanOf({}, Date.now()), window: '1h', wrong };
  }
  const range = parsed.data;
  return {
    span: spanOf(range, Date.now()),
    window: range.from === undefined ? (range.window ?? '1h') : null,
    wrong: null,
  };
}
