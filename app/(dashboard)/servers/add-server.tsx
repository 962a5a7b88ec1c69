'use client';

import { Plus } from 'lucide-react';
import { Button } from '@/app/_components/button';
import { ServerDialog } from './server-dialog';

/** The button that opens the empty dialog. @param props.commands whether the server may be a command */
export function AddServer({ commands }: { commands: boolean }) {
  return (
    <ServerDialog
      commands={commands}
      trigger={
        <Button kind="primary">
          <Plus aria-hidden /> Add server
        </Button>
      }
    />
  );
}
