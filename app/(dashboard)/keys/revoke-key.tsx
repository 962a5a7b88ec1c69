'use client';

import { Button } from '@/app/_components/button';
import { Confirm } from '@/app/_components/confirm';
import { visible } from '@/app/_components/visible-text/split';
import { dropKey } from './actions';

/** Asks, then revokes. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      trigger={
        <Button kind="quiet" aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      }
      title={`Revoke ${visible(name)}?`}
      description="Whoever uses this key is refused from now on. This cannot be undone; create a new key instead."
      verb="Revoke"
      action={() => dropKey(id)}
    />
  );
}
