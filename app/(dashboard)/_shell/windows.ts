'use client';

import { useEffect, useState } from 'react';

async function load() {
  const [{ CommandMenu }, { KeysDialog }] = await Promise.all([
    import('./command-menu'),
    import('./keys-dialog'),
  ]);
  return { CommandMenu, KeysDialog };
}

/**
 * The two windows that every page has and few visits open. Their code comes when the page has nothing else
 * to do, so that it does not hold the page up, and is there when the window is asked for, so that no letter
 * typed into it is lost. Null until then.
 *
 * @param wanted a window has been asked for already
 */
export function useWindows(wanted: boolean): Awaited<ReturnType<typeof load>> | null {
  const [windows, setWindows] = useState<Awaited<ReturnType<typeof load>> | null>(null);
  useEffect(() => {
    if (windows !== null) return;
    const begin = () => void load().then(setWindows);
    if (wanted) return begin();
    // Safari has no requestIdleCallback.
    const timer = setTimeout(begin, 1_000);
    return () => clearTimeout(timer);
  }, [windows, wanted]);
  return windows;
}
