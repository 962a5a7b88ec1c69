'use client';

import { useState, type ReactNode } from 'react';
import { RenderedAt } from '@/app/_components/clock';
import { TableOwner } from '@/app/_components/data-table/layout';
import { useHotkeys } from '@/app/_components/hotkeys';
import type { Theme } from '@/app/_components/theme-cookie';
import { Sidebar, type ShellUser } from './sidebar';
import { useWindows } from './windows';

interface Props {
  user: ShellUser;
  theme: Theme;
  /** milliseconds since 1970, by the server's clock */
  renderedAt: number;
  children: ReactNode;
}

/** Navigation beside the page, and the two windows that every page has: command menu and list of keys. */
export function Shell({ user, theme, renderedAt, children }: Props) {
  const [open, setOpen] = useState<'commands' | 'keys' | null>(null);
  const windows = useWindows(open !== null);
  useHotkeys({
    'mod+k': () => setOpen((before) => (before === 'commands' ? null : 'commands')),
    '?': () => setOpen('keys'),
  });
  const change = (name: 'commands' | 'keys') => (shown: boolean) => setOpen(shown ? name : null);
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent px-3 py-1.5 text-accent-ink focus:translate-y-0"
      >
        Skip to content
      </a>
      <Sidebar
        user={user}
        theme={theme}
        onCommands={() => setOpen('commands')}
        onKeys={() => setOpen('keys')}
      />
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <TableOwner value={user.email}>
          <RenderedAt value={renderedAt}>{children}</RenderedAt>
        </TableOwner>
      </main>
      {windows === null ? null : (
        <>
          <windows.CommandMenu
            open={open === 'commands'}
            onOpenChange={change('commands')}
            role={user.role}
          />
          <windows.KeysDialog open={open === 'keys'} onOpenChange={change('keys')} />
        </>
      )}
    </div>
  );
}
