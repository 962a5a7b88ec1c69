'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

export const DialogClose = Radix.Close;

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** the button that opens it; the focus comes back to it */
  trigger?: ReactNode;
  title: string;
  description?: ReactNode;
  children: ReactNode;
  className?: string;
  /** off while closing would lose what cannot be shown again */
  dismissable?: boolean;
}

/** A modal window: titled, closed by Esc and by its button, the focus returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  children,
  className,
  dismissable = true,
}: Props) {
  const stay = (event: Event) => {
    if (!dismissable) event.preventDefault();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.45)]" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onInteractOutside={stay}
          className={cn(
            'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] max-w-lg -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line-2 bg-overlay shadow-overlay outline-none',
            className,
          )}
        >
          <header className="px-5 pt-4 pr-14 pb-3">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            {description ? (
              <Radix.Description asChild>
                <div className="mt-1 text-sm text-muted">{description}</div>
              </Radix.Description>
            ) : null}
          </header>
          <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          {/* Last in order, so that opening puts the focus on the first field and not on this. */}
          <Radix.Close asChild>
            <Button kind="quiet" size="icon" aria-label="Close" className="absolute top-3 right-3">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
