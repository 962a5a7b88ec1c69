'use client';

import { AlertDialog } from 'radix-ui';
import { useState, useTransition, type ReactNode } from 'react';
import { Button } from './button';
import type { FormState } from './form';
import { Notice } from './notice';

interface Props {
  /** the button that asks */
  trigger: ReactNode;
  title: string;
  description: string;
  /** what the confirming button says */
  verb: string;
  action: () => Promise<FormState>;
}

/** Asks before something that cannot be undone, and says so when it did not work. */
export function Confirm({ trigger, title, description, verb, action }: Props) {
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  const run = () =>
    startTransition(async () => {
      const after = await action();
      if (after.status === 'failed') setFailure(after.message);
      else setOpen(false);
    });
  const change = (shown: boolean) => {
    setFailure(null);
    setOpen(shown);
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={change}>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 w-[calc(100vw-2rem)] max-w-sm -translate-x-1/2 -translate-y-1/2 rounded-lg border border-line-2 bg-overlay p-5 shadow-overlay outline-none">
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-1 text-muted">{description}</AlertDialog.Description>
          {failure ? (
            <Notice tone="bad" className="mt-3">
              {failure}
            </Notice>
          ) : null}
          <div className="mt-4 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button size="md">Cancel</Button>
            </AlertDialog.Cancel>
            <Button kind="danger" size="md" disabled={pending} onClick={run}>
              {pending ? 'Working…' : verb}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
