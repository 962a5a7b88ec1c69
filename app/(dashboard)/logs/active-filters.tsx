'use client';

import { X } from 'lucide-react';
import { Button } from '@/app/_components/button';
import { visible } from '@/app/_components/visible-text/split';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { FilterDescription, FilterTexts } from '@/lib/audit/query/filters';
import { isPreset } from './time-presets';

interface Props {
  descriptions: readonly FilterDescription[];
  filters: FilterTexts;
  onChange: (changes: Partial<FilterTexts>) => void;
  onClear: () => void;
}

interface SetFilter {
  label: string;
  value: string;
  /** the change that takes it away */
  without: Partial<FilterTexts>;
}

/** What the list is narrowed by, as chips to take away one by one, and the way back to all calls. */
export function ActiveFilters({ descriptions, filters, onChange, onClear }: Props) {
  const chosen = descriptions.flatMap((description) => valuesOf(description, filters));
  if (chosen.length === 0) return null;
  // What a control of its own shows whole needs no chip beside it.
  const chips = chosen.filter(
    ({ label, value }) => label !== 'tool' && !(label === 'from' && isPreset(value) && filters.to === null),
  );
  return (
    <>
      {chips.map((chip) => (
        <Chip key={`${chip.label} ${chip.value}`} {...chip} onRemove={() => onChange(chip.without)} />
      ))}
      <Button kind="quiet" onClick={onClear}>
        Clear filters
      </Button>
    </>
  );
}

function valuesOf({ name, label }: FilterDescription, filters: FilterTexts): SetFilter[] {
  const value = filters[name];
  if (value === null) return [];
  if (typeof value === 'string') return [{ label, value, without: { [name]: null } }];
  return value.map((one) => ({
    label,
    value: one,
    without: { [name]: value.filter((other) => other !== one) },
  }));
}

function Chip({ label, value, onRemove }: SetFilter & { onRemove: () => void }) {
  return (
    <span className="inline-flex h-6 max-w-80 items-center rounded-md border border-line-2 bg-panel pl-2 text-xs">
      <span className="mr-1.5 text-muted">{label}</span>
      <span className="truncate font-medium">
        <VisibleText text={value} />
      </span>
      <button
        type="button"
        aria-label={`Remove filter ${label} ${visible(value)}`}
        onClick={onRemove}
        className="inline-flex size-6 shrink-0 items-center justify-center text-faint hover:text-ink"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
