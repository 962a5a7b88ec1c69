import { once } from '../once';

/** How often each part of making and handing out records threw; the metrics read it at a scrape. */
export const partFailures = once('record/part-failures', () => new Map<string, number>());

/** Counts one failure of a part: a sink, the masker, the record itself. */
export function countPartFailure(part: string): void {
  const failures = partFailures();
  failures.set(part, (failures.get(part) ?? 0) + 1);
}
