'use client';

import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Button } from './button';

interface Option {
  value: string;
  label: React.ReactNode;
}

interface Props {
  label: string;
  options: Option[];
  chosen: string[];
  onChange: (chosen: string[]) => void;
  /** said when there is nothing to choose from */
  none: string;
}

/** A menu to choose several of a few options; it stays open while choosing. */
export function MultiSelect({ label, options, chosen, onChange, none }: Props) {
  const toggle = (value: string, on: boolean) =>
    onChange(on ? [...chosen, value] : chosen.filter((other) => other !== value));
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <Button
          className={
            chosen.length > 0 ? 'border-accent/50 bg-accent-soft text-accent hover:bg-accent-soft' : ''
          }
        >
          {label}
          {chosen.length > 0 ? <span>{chosen.length}</span> : null}
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="start"
          sideOffset={4}
          className="z-30 max-h-80 min-w-44 overflow-y-auto rounded-md border border-line bg-overlay p-1 shadow-overlay"
        >
          {options.length === 0 ? <p className="px-2 py-1.5 text-muted">{none}</p> : null}
          {options.map((option) => (
            <DropdownMenu.CheckboxItem
              key={option.value}
              checked={chosen.includes(option.value)}
              onCheckedChange={(on) => toggle(option.value, on)}
              onSelect={(event) => event.preventDefault()}
              className="flex h-7 cursor-pointer items-center gap-2 rounded-sm pr-3 pl-7 outline-none select-none data-highlighted:bg-hover relative"
            >
              <span className="absolute left-2 size-3.5 rounded-sm border border-edge">
                <DropdownMenu.ItemIndicator className="absolute -inset-px flex items-center justify-center rounded-sm bg-accent text-accent-ink">
                  <Check aria-hidden className="size-3" />
                </DropdownMenu.ItemIndicator>
              </span>
              {option.label}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
