'use client';

import { Search } from 'lucide-react';
import { useId, useState } from 'react';
import { inputLook } from '@/app/_components/field';
import { cn } from '@/app/_components/cn';

export const TOOL_SEARCH_ID = 'tool-search';

interface Props {
  value: string;
  known: string[];
  onChange: (tool: string) => void;
}

/** A part of a tool's name, taken over with Enter. */
export function ToolSearch({ value, known, onChange }: Props) {
  const [text, setText] = useState(value);
  const list = useId();
  return (
    <form
      className="relative w-full sm:w-52"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <Search aria-hidden className="absolute top-1.5 left-2 size-4 text-muted" />
      <input
        id={TOOL_SEARCH_ID}
        type="search"
        list={list}
        value={text}
        aria-label="Tool name"
        placeholder="Part of a tool’s name"
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className={cn(inputLook, 'h-7 pl-7 text-xs')}
      />
      <datalist id={list}>
        {known.map((tool) => (
          <option key={tool}>{tool}</option>
        ))}
      </datalist>
    </form>
  );
}
