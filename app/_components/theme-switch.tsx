'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { setTheme, useTheme } from './theme';
import { THEMES, type Theme } from './theme-cookie';

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const NAMES = { system: 'System theme', light: 'Light theme', dark: 'Dark theme' };

/** Goes round system, light and dark. */
export function ThemeSwitch({
  initial,
  className,
  labelClass,
}: {
  initial: Theme;
  className?: string;
  labelClass?: string;
}) {
  const theme = useTheme(initial);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
  const Icon = ICONS[theme];
  return (
    <button
      type="button"
      className={className}
      title={`${NAMES[theme]}, switch to ${next}`}
      onClick={() => setTheme(next)}
    >
      <Icon aria-hidden />
      <span className={labelClass}>{NAMES[theme]}</span>
    </button>
  );
}
