'use client';

import type { RefObject } from 'react';
import { useHotkeys } from '@/app/_components/hotkeys';

/** j, k and the arrows walk the rows. The focused row is the state: Enter opens it, because its link has the focus. */
export function useRowKeys(table: RefObject<HTMLElement | null>): void {
  const step = (by: 1 | -1) => () => focusRow(table.current, by);
  useHotkeys({ j: step(1), ArrowDown: step(1), k: step(-1), ArrowUp: step(-1) });
}

function focusRow(table: HTMLElement | null, by: 1 | -1): void {
  const rows = [...(table?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
  const current = rows.findIndex((row) => row.contains(document.activeElement));
  const next = current === -1 ? rows[by === 1 ? 0 : rows.length - 1] : rows[current + by];
  if (!next) return;
  const target = next.querySelector<HTMLElement>('[data-row-link]') ?? next;
  target.focus({ focusVisible: true, preventScroll: true } as FocusOptions);
  next.scrollIntoView({ block: 'nearest' });
}
