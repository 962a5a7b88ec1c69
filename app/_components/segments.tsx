'use client';

import { cn } from './cn';

interface Props<Option extends string> {
  /** what is chosen, for screen readers */
  label: string;
  options: readonly Option[];
  /** null: none yet */
  value: Option | null;
  onChange: (value: Option) => void;
}

/** One of a few, side by side; on narrow screens in several lines. */
export function Segments<Option extends string>({ label, options, value, onChange }: Props<Option>) {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="flex flex-wrap gap-px overflow-hidden rounded-md border border-line bg-line"
    >
      {options.map((option) => (
        <label
          key={option}
          className={cn(
            'flex h-7 grow cursor-pointer items-center justify-center px-2.5 text-sm font-medium whitespace-nowrap has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent',
            option === value
              ? 'bg-accent-soft text-accent'
              : 'bg-canvas text-muted hover:bg-hover hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={label}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
            className="sr-only"
          />
          {option}
        </label>
      ))}
    </div>
  );
}
