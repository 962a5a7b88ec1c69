'use client';

import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';

/** What a person has made of a table: which columns, how wide, in which order the rows. */
export interface TableLayout {
  /** by column: chosen to be shown, or not */
  shown: Record<string, boolean>;
  /** by column, in px */
  sizes: Record<string, number>;
  sorting: { id: string; desc: boolean }[];
}

export const AS_IT_COMES: TableLayout = { shown: {}, sizes: {}, sorting: [] };

/** Whose tables these are: several people may share a browser. */
export const TableOwner = createContext('');

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** A browser may refuse its storage; the table is then as it comes, on every page anew. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, layout: TableLayout): void {
  try {
    localStorage.setItem(key, JSON.stringify(layout));
  } catch {
    // Nothing that the person needs to hear of: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

/** What is kept may come from an older version, or from anyone who has the browser's console. */
export function parseLayout(text: string | null): TableLayout {
  if (text === null) return AS_IT_COMES;
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof TableLayout, unknown>> | null;
    return {
      shown: entriesOf(kept?.shown, (value) => typeof value === 'boolean'),
      sizes: entriesOf(kept?.sizes, (value) => typeof value === 'number' && value >= 32 && value <= 2000),
      sorting: Array.isArray(kept?.sorting) ? kept.sorting.filter(isSort) : [],
    };
  } catch {
    return AS_IT_COMES;
  }
}

function entriesOf<Value>(kept: unknown, fits: (value: unknown) => boolean): Record<string, Value> {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => fits(value))) as Record<string, Value>;
}

const isSort = (value: unknown): value is { id: string; desc: boolean } =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  typeof value.id === 'string' &&
  'desc' in value &&
  typeof value.desc === 'boolean';

/** The layout of the table `name` for whoever is signed in, and the way to change it, kept in the browser. */
export function useTableLayout(name: string) {
  const key = `sightline table ${useContext(TableOwner)} ${name}`;
  const text = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => null,
  );
  const layout = useMemo(() => parseLayout(text), [text]);
  return {
    layout,
    // Read anew, because several changes may come before the next rendering.
    change: (changes: (before: TableLayout) => Partial<TableLayout>) => {
      const before = parseLayout(read(key));
      write(key, { ...before, ...changes(before) });
    },
    reset: () => write(key, AS_IT_COMES),
  };
}
