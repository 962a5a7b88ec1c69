'use client';

import { useHotkeys } from '@/app/_components/hotkeys';
import { TOOL_SEARCH_ID } from './tool-search';

/** Keys of the list. The focused row is the state: Enter opens it because it is a link. */
export function useRowHotkeys(refresh: () => void): void {
  useHotkeys({
    j: () => focusRow(1),
    ArrowDown: () => focusRow(1),
    k: () => focusRow(-1),
    ArrowUp: () => focusRow(-1),
    r: refresh,
    '/': () => document.getElementById(TOOL_SEARCH_ID)?.focus(),
  });
}

function focusRow(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const current = links.findIndex((link) => link === document.activeElement);
  const next = current === -1 ? links[step === 1 ? 0 : links.length - 1] : links[current + step];
  next?.focus({ focusVisible: true } as FocusOptions);
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}
