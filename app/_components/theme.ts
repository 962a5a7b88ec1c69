'use client';

import { useSyncExternalStore } from 'react';
import { THEME_COOKIE, THEMES, type Theme } from './theme-cookie';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Theme {
  const { classList } = document.documentElement;
  return THEMES.find((theme) => classList.contains(theme)) ?? 'system';
}

/** Shows the page in a theme and keeps it for a year. */
export function setTheme(theme: Theme): void {
  document.documentElement.classList.remove('light', 'dark');
  if (theme !== 'system') document.documentElement.classList.add(theme);
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
  for (const listener of listeners) listener();
}

/** The chosen theme; `onServer` is what the server read from the cookie. */
export function useTheme(onServer: Theme): Theme {
  return useSyncExternalStore(subscribe, read, () => onServer);
}
