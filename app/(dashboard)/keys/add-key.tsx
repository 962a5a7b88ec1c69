'use client';

import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/app/_components/button';
import { Dialog, DialogClose } from '@/app/_components/dialog';
import { visible } from '@/app/_components/visible-text/split';
import type { CreatedKey } from '@/lib/keys/schema';
import { KeyForm, type ServerChoice } from './key-form';
import { NewKey } from './new-key';

interface Props {
  servers: ServerChoice[];
  /** the gateway's own address */
  address: string;
}

/** The window that makes a key and then shows it, once. */
export function AddKey({ servers, address }: Props) {
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const change = (shown: boolean) => {
    setOpen(shown);
    if (!shown) setCreated(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      trigger={
        <Button kind="primary">
          <Plus aria-hidden /> Create key
        </Button>
      }
      dismissable={created === null}
      title={created ? `Key ${visible(created.name)} created` : 'Create a key'}
    >
      {created ? (
        <NewKey created={created} address={address} servers={servers} />
      ) : (
        <KeyForm servers={servers} onCreated={setCreated} />
      )}
      <div className={created ? 'mt-4 flex justify-end' : 'hidden'}>
        <DialogClose asChild>
          <Button kind="primary" size="md">
            I have copied the key
          </Button>
        </DialogClose>
      </div>
    </Dialog>
  );
}
