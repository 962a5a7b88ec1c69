import { isDeepStrictEqual } from 'node:util';

/** The fields in which two views of one thing differ, as they were and as they are. */
export function changesBetween<T extends object>(
  before: T,
  after: T,
): { before: Partial<T>; after: Partial<T> } {
  const names = Object.keys(after) as (keyof T)[];
  const changed = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const pick = (view: T) => Object.fromEntries(changed.map((name) => [name, view[name]])) as Partial<T>;
  return { before: pick(before), after: pick(after) };
}
