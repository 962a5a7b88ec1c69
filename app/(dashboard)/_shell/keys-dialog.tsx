'use client';

import { Dialog } from '@/app/_components/dialog';
import { Kbd } from '@/app/_components/kbd';

const GROUPS: { title: string; keys: [keys: string[], what: string][] }[] = [
  {
    title: 'Everywhere',
    keys: [
      [['Ctrl/Cmd', 'K'], 'command menu'],
      [['?'], 'this list'],
      [['Esc'], 'close what is open'],
    ],
  },
  {
    title: 'Logs',
    keys: [
      [['j', '↓'], 'next row'],
      [['k', '↑'], 'previous row'],
      [['Enter'], 'open the row'],
      [['/'], 'filter by tool'],
      [['r'], 'refresh'],
    ],
  },
  { title: 'One call', keys: [[['Esc'], 'back to the list']] },
];

/** Which keys do what. */
export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts" className="max-w-sm">
      {GROUPS.map((group) => (
        <section key={group.title} className="mb-4 last:mb-0">
          <h3 className="mb-1 text-xs font-medium text-muted">{group.title}</h3>
          <dl>
            {group.keys.map(([keys, what]) => (
              <div key={what} className="flex items-center justify-between border-t border-line py-1.5">
                <dt>{what}</dt>
                <dd className="flex gap-1">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
