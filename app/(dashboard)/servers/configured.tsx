'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { FieldError } from '@/app/_components/field';

interface Props {
  legend: string;
  /** what is stored, as far as it may be shown; null: nothing, so that it is entered at once */
  stored: ReactNode | null;
  /** what the button replaces, for screen readers */
  what: string;
  error?: string | undefined;
  children: ReactNode;
}

/** Something that is stored and not shown: it stays as it is until someone chooses to enter it again, whole. */
export function Configured({ legend, stored, what, error, children }: Props) {
  const [replace, setReplace] = useState(stored === null);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      {replace ? (
        children
      ) : (
        <>
          <div className="flex items-center justify-between gap-4">
            <p className="min-w-0 text-muted">
              configured: <span className="font-mono text-xs break-all text-ink">{stored}</span>
            </p>
            <Button aria-label={`Replace ${what}`} onClick={() => setReplace(true)}>
              Replace
            </Button>
          </div>
          {error ? <FieldError>{error}</FieldError> : null}
        </>
      )}
    </fieldset>
  );
}
