'use client';

import { useEffect, useEffectEvent } from 'react';

type Hotkeys = Record<string, (event: KeyboardEvent) => void>;

/** Single keys belong to the page only while nobody types and no window or menu is open. */
function isFree(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey) return false;
  if (document.querySelector('[role=dialog][data-state=open],[role=menu][data-state=open]')) return false;
  const target = event.target;
  return !(
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable=true]')
  );
}

/** "mod+k" is Ctrl or Cmd with k and works while typing, too; everything else is the key's own name. */
const nameOf = (event: KeyboardEvent) =>
  event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key;

/** Listens for keys as long as the component is shown. */
export function useHotkeys(hotkeys: Hotkeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const name = nameOf(event);
    const run = hotkeys[name];
    if (!run || !(name.startsWith('mod+') || isFree(event))) return;
    event.preventDefault();
    run(event);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
