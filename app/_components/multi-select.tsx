'use client';

import type { ReactNode } from 'react';
import { Popdown } from './popdown';

interface Option {
  value: string;
  label: ReactNode;
}

interface Props {
  label: string;
  options: Option[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  /** said when there is nothing to choose from */
  none: string;
}

/** A panel to choose several of a few options; it stays open while choosing. */
export function MultiSelect({ label, options, chosen, onChange, none }: Props) {
  const toggle = (value: string, on: boolean) =>
    onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return (
    <Popdown label={label} count={chosen.length}>
      <fieldset>
        <legend className="sr-only">{label}</legend>
        {options.length === 0 ? <p className="px-2 py-1.5 text-muted">{none}</p> : null}
        {options.map((option) => (
          <label
            key={option.value}
            className="flex h-7 cursor-pointer items-center gap-2 rounded-sm px-2 text-xs hover:bg-hover"
          >
            <input
              type="checkbox"
              checked={chosen.includes(option.value)}
              onChange={(event) => toggle(option.value, event.target.checked)}
              className="size-3.5 accent-accent"
            />
            {option.label}
          </label>
        ))}
      </fieldset>
    </Popdown>
  );
}
