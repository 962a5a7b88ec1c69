'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { Dialog, DialogClose } from '@/app/_components/dialog';
import { visible } from '@/app/_components/visible-text/split';
import type { ServerView } from '@/lib/servers/schema';
import { ServerForm } from './server-form';

interface Props {
  /** left out: a new server */
  server?: ServerView;
  /** the button that opens it */
  trigger: ReactNode;
}

/** The window to add or edit a server. Its form is made anew each time, so that nothing typed lingers. */
export function ServerDialog({ server, trigger }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      trigger={trigger}
      title={server ? `Edit ${visible(server.name)}` : 'Add a server'}
      description={server ? undefined : 'An MCP server that speaks Streamable HTTP.'}
    >
      <ServerForm
        server={server}
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
