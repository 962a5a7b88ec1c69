export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** A cookie and not localStorage: the server writes the class into the page, so nothing flashes. */
export const THEME_COOKIE = 'theme';

/** What the cookie says; anything unknown is "system". */
export function themeOf(cookie: string | undefined): Theme {
  return THEMES.find((theme) => theme === cookie) ?? 'system';
}
