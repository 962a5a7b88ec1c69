'use client';

import { Command } from 'cmdk';
import { LogOut, Monitor, Moon, RefreshCw, Sun, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog as Radix, VisuallyHidden } from 'radix-ui';
import { STATUSES } from '@/app/(dashboard)/logs/status';
import { setTheme } from '@/app/_components/theme';
import { OUTCOMES } from '@/lib/record/outcomes';
import type { Role } from '@/lib/users/schema';
import { navItemsFor } from './nav-items';
import { leave } from './sign-out';

interface Entry {
  label: string;
  icon: LucideIcon;
  run: () => void;
}

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  role: Role;
}

/** Go, filter, switch: everything by typing a few letters. */
export function CommandMenu({ open, onOpenChange, role }: Props) {
  const groups = useGroups(role);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 overflow-hidden rounded-lg border border-line-2 bg-overlay shadow-overlay outline-none"
        >
          <VisuallyHidden.Root>
            <Radix.Title>Command menu</Radix.Title>
          </VisuallyHidden.Root>
          <Command label="Commands" loop>
            <Command.Input
              placeholder="Go to, filter, switch…"
              className="h-11 w-full border-b border-line bg-overlay px-4 text-base outline-none focus-visible:outline-none"
            />
            <Command.List className="max-h-80 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-6 text-center text-muted">No command fits.</Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group.title}
                  heading={group.title}
                  className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
                >
                  {group.entries.map(({ label, icon: Icon, run }) => (
                    <Command.Item
                      key={label}
                      onSelect={() => {
                        onOpenChange(false);
                        run();
                      }}
                      className="flex h-8 cursor-pointer items-center gap-2 rounded-md px-3 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent"
                    >
                      <Icon aria-hidden className="size-4" />
                      {label}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function useGroups(role: Role): { title: string; entries: Entry[] }[] {
  const router = useRouter();
  return [
    {
      title: 'Go to',
      entries: navItemsFor(role).map(({ href, label, icon }) => ({
        label,
        icon,
        run: () => router.push(href),
      })),
    },
    {
      title: 'Show calls',
      entries: OUTCOMES.map((outcome) => ({
        label: `Status: ${STATUSES[outcome].label}`,
        icon: STATUSES[outcome].icon,
        run: () => router.push(`/logs?status=${outcome}`),
      })),
    },
    {
      title: 'Switch',
      entries: [
        { label: 'Refresh the page', icon: RefreshCw, run: () => router.refresh() },
        { label: 'Light theme', icon: Sun, run: () => setTheme('light') },
        { label: 'Dark theme', icon: Moon, run: () => setTheme('dark') },
        { label: 'System theme', icon: Monitor, run: () => setTheme('system') },
        { label: 'Sign out', icon: LogOut, run: () => void leave() },
      ],
    },
  ];
}
