'use client';

import { useState } from 'react';
import { cn } from '@/app/_components/cn';
import { inputLook } from '@/app/_components/field';

interface Props {
  id: string;
  'aria-describedby': string;
  'aria-invalid': boolean | undefined;
  onChange: (headers: Record<string, string> | undefined) => void;
}

/** Headers, one a line, as `Name: value`. They go in and never come out again. */
export function HeaderLines({ onChange, ...shared }: Props) {
  const [text, setText] = useState('');
  return (
    <textarea
      {...shared}
      value={text}
      rows={2}
      spellCheck={false}
      autoComplete="off"
      placeholder="Authorization: Bearer …"
      onChange={(event) => {
        setText(event.target.value);
        onChange(headersIn(event.target.value));
      }}
      className={cn(inputLook, 'h-auto py-1.5 font-mono text-xs')}
    />
  );
}

function headersIn(text: string): Record<string, string> | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [line.trim(), ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}
