'use client';

import { Plus } from 'lucide-react';
import { Button } from '@/app/_components/button';
import { ServerDialog } from './server-dialog';

/** The button that opens the empty dialog. */
export function AddServer() {
  return (
    <ServerDialog
      trigger={
        <Button kind="primary">
          <Plus aria-hidden /> Add server
        </Button>
      }
    />
  );
}
