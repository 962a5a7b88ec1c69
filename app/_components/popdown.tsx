'use client';

import { ChevronDown } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { buttonLook } from './button';
import { cn } from './cn';

interface Props {
  label: ReactNode;
  /** shown beside the label, and what marks the button as in use */
  count?: number;
  /** the name for screen readers, where the label is no text */
  name?: string;
  align?: 'left' | 'right';
  children: ReactNode;
}

/**
 * A button with a panel below it that stays open while one chooses. The browser's own <details>, because it
 * needs no code to open; Esc, and leaving it, close it.
 */
export function Popdown({ label, count = 0, name, align = 'left', children }: Props) {
  return (
    // Only listens to what bubbles up from the button and the choices.
    // oxlint-disable-next-line no-noninteractive-element-interactions
    <details
      className="group/popdown relative"
      onKeyDown={closeByEscape}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) event.currentTarget.open = false;
      }}
    >
      <summary
        aria-label={name}
        title={name}
        className={cn(
          buttonLook({ kind: 'plain', size: 'sm' }),
          'cursor-pointer list-none select-none [&::-webkit-details-marker]:hidden',
          count > 0 && 'border-accent/50 bg-accent-soft text-accent hover:bg-accent-soft',
        )}
      >
        {label}
        {count > 0 ? <span>{count}</span> : null}
        <ChevronDown aria-hidden />
      </summary>
      <div
        // So that a click beside the choices does not take the focus out, and close it.
        tabIndex={-1}
        className={cn(
          'absolute top-full z-30 mt-1 max-h-80 max-w-[calc(100vw-2rem)] min-w-44 overflow-y-auto rounded-md border border-line-2 bg-overlay p-1 shadow-overlay outline-none',
          align === 'right' ? 'right-0' : 'left-0',
        )}
      >
        {children}
      </div>
    </details>
  );
}

function closeByEscape(event: KeyboardEvent<HTMLDetailsElement>): void {
  const details = event.currentTarget;
  if (event.key !== 'Escape' || !details.open) return;
  event.preventDefault();
  event.stopPropagation();
  details.open = false;
  details.querySelector('summary')?.focus();
}
