'use client';

import { Command, Keyboard, LogOut } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/app/_components/cn';
import { Logo } from '@/app/_components/logo';
import { ThemeSwitch } from '@/app/_components/theme-switch';
import type { Theme } from '@/app/_components/theme-cookie';
import type { Role } from '@/lib/users/schema';
import { navItemsFor } from './nav-items';
import { leave } from './sign-out';

export interface ShellUser {
  email: string;
  role: Role;
}

interface Props {
  user: ShellUser;
  theme: Theme;
  onCommands: () => void;
  onKeys: () => void;
}

const entry =
  'flex h-8 items-center gap-2 rounded-md px-2 text-muted hover:bg-hover hover:text-ink [&_svg]:size-4 [&_svg]:shrink-0';
/** Below 1280 px the rail shows icons; the words stay for screen readers. */
const word = 'sr-only xl:not-sr-only';

/** Where one can go: a bar on phones, a rail of icons on tablets, a column with words on wide screens. */
export function Sidebar({ user, theme, onCommands, onKeys }: Props) {
  const path = usePathname();
  const items = navItemsFor(user.role);
  return (
    <header className="sticky top-0 z-20 flex shrink-0 items-center gap-1 border-b border-line bg-panel px-2 py-1 md:h-dvh md:w-12 md:flex-col md:items-stretch md:border-r md:border-b-0 md:py-2 xl:w-44">
      <Link
        href="/"
        prefetch={false}
        className="flex h-8 items-center gap-2 rounded-md px-2 font-semibold max-sm:hidden"
        aria-label="Sightline"
      >
        <Logo className="size-4 shrink-0" />
        <span className="hidden xl:inline">Sightline</span>
      </Link>
      <nav aria-label="Main" className="flex gap-1 md:mt-2 md:flex-col">
        {items.map(({ href, label, icon: Icon }) => {
          const here = href === '/' ? path === href : path.startsWith(href);
          return (
            <Link
              key={href}
              href={href}
              // Each page is made from the database; three renderings ahead of every view would be for nothing.
              prefetch={false}
              title={label}
              aria-current={here ? 'page' : undefined}
              className={cn(entry, here && 'bg-hover font-medium text-ink')}
            >
              <Icon aria-hidden />
              {/* A phone has room for one word: that of the page one is on. */}
              <span className={cn('text-sm md:sr-only xl:not-sr-only', !here && 'max-sm:sr-only')}>
                {label}
              </span>
              <Pending />
            </Link>
          );
        })}
      </nav>
      <div className="ml-auto flex gap-1 md:mt-auto md:ml-0 md:flex-col">
        <button
          type="button"
          className={cn(entry, 'max-sm:hidden')}
          title="Command menu (Ctrl/Cmd K)"
          onClick={onCommands}
        >
          <Command aria-hidden />
          <span className={word}>Commands</span>
        </button>
        <button
          type="button"
          className={cn(entry, 'max-sm:hidden')}
          title="Keyboard shortcuts (?)"
          onClick={onKeys}
        >
          <Keyboard aria-hidden />
          <span className={word}>Shortcuts</span>
        </button>
        <ThemeSwitch initial={theme} className={entry} labelClass={word} />
        <button type="button" className={entry} title={`Sign out ${user.email}`} onClick={() => void leave()}>
          <LogOut aria-hidden />
          <span className={word}>Sign out</span>
        </button>
        <p
          className="hidden truncate px-2 pt-1 text-xs text-faint xl:block"
          title={`${user.email}, ${user.role}`}
        >
          {user.email}
        </p>
      </div>
    </header>
  );
}

/** Says that the page behind the link is on its way. */
function Pending() {
  const { pending } = useLinkStatus();
  return pending ? (
    <span role="status" aria-label="Loading" className="size-1.5 rounded-full bg-accent" />
  ) : null;
}
