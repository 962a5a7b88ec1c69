'use client';

import { Trash2 } from 'lucide-react';
import { Button } from '@/app/_components/button';
import { Confirm } from '@/app/_components/confirm';
import { dropUser } from './actions';

/** Asks, then removes. */
export function RemoveUser({ id, email }: { id: string; email: string }) {
  return (
    <Confirm
      trigger={
        <Button kind="quiet" size="icon" aria-label={`Remove ${email}`} title="Remove">
          <Trash2 aria-hidden />
        </Button>
      }
      title={`Remove ${email}?`}
      description="The account and its open sessions end at once. What it did stays under Activity."
      verb="Remove"
      action={() => dropUser(id)}
    />
  );
}
