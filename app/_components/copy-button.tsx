'use client';

import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button';
import { cn } from './cn';

interface Props {
  text: string;
  /** what is copied, for screen readers: "trace id" */
  what: string;
  /** shown beside the icon */
  label?: string;
  className?: string;
}

const ICONS = { idle: Copy, copied: Check, failed: X };

/** Copies a text and says whether that worked: without HTTPS browsers may refuse. */
export function CopyButton({ text, what, label, className }: Props) {
  const [state, setState] = useState<keyof typeof ICONS>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 1500);
    return () => clearTimeout(timer);
  }, [state]);
  const Icon = ICONS[state];
  return (
    <Button
      kind={label ? 'plain' : 'quiet'}
      size={label ? 'sm' : 'icon'}
      className={cn(label ? '' : 'size-6', className)}
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() => {
        void copy(text).then((copied) => setState(copied ? 'copied' : 'failed'));
      }}
    >
      <Icon aria-hidden className={state === 'copied' ? 'text-accent' : ''} />
      {label ? (state === 'copied' ? 'Copied' : label) : null}
      <span role="status" className="sr-only">
        {state === 'copied' ? 'Copied' : state === 'failed' ? 'Could not copy; select the text instead' : ''}
      </span>
    </Button>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** navigator.clipboard is missing on plain http:// addresses other than localhost. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  const host = document.activeElement?.closest('[role=dialog]') ?? document.body;
  host.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
