'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { Dialog, DialogClose } from '@/app/_components/dialog';
import { visible } from '@/app/_components/visible-text/split';
import { Segments } from '@/app/_components/segments';
import type { ServerView } from '@/lib/servers/schema';
import { ServerForm } from './server-form';

const KINDS = ['By address', 'By command'] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  /** left out: a new server */
  server?: ServerView;
  /** whether a new server may be a command (ALLOW_STDIO) */
  commands?: boolean;
  /** the button that opens it */
  trigger: ReactNode;
}

/** The window to add or edit a server. Its form is made anew each time, so that nothing typed lingers. */
export function ServerDialog({ server, commands = false, trigger }: Props) {
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<Kind>('By address');
  const transport = server?.transport ?? (kind === 'By address' ? 'http' : 'stdio');
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={server ? `Edit ${visible(server.name)}` : 'Add a server'}
      description={server || commands ? undefined : 'An MCP server that speaks Streamable HTTP.'}
    >
      {server === undefined && commands ? (
        <div className="mb-4">
          <Segments label="How it is reached" options={KINDS} value={kind} onChange={setKind} />
        </div>
      ) : null}
      <ServerForm
        key={transport}
        server={server}
        kind={transport}
        onDone={() => setOpen(false)}
        cancel={
          <DialogClose asChild>
            <Button size="md">Cancel</Button>
          </DialogClose>
        }
      />
    </Dialog>
  );
}
