'use client';

import { X } from 'lucide-react';
import { Button } from '@/app/_components/button';
import type { LogFilters } from './use-log-filters';

interface Props {
  filters: LogFilters;
  onChange: (changes: Partial<LogFilters>) => void;
  onClear: () => void;
}

const isPreset = (from: string | null) => from === null || ['15m', '1h', '24h', '7d'].includes(from);

/** The filters that no control shows, as chips to take away, and the way back to all calls. */
export function ActiveFilters({ filters, onChange, onClear }: Props) {
  const any = Object.entries(filters).some(
    ([name, value]) => !['cursor', 'direction', 'limit'].includes(name) && value !== null,
  );
  if (!any) return null;
  return (
    <>
      {filters.from !== null && (!isPreset(filters.from) || filters.to !== null) ? (
        <Chip label={`from ${filters.from}`} onRemove={() => onChange({ from: null })} />
      ) : null}
      {filters.to !== null ? (
        <Chip label={`to ${filters.to}`} onRemove={() => onChange({ to: null })} />
      ) : null}
      {filters.trace !== null ? (
        <Chip label={`trace ${filters.trace.slice(0, 8)}…`} onRemove={() => onChange({ trace: null })} />
      ) : null}
      {filters.request !== null ? (
        <Chip
          label={`request ${filters.request.slice(0, 12)}…`}
          onRemove={() => onChange({ request: null })}
        />
      ) : null}
      <Button kind="quiet" onClick={onClear}>
        Clear filters
      </Button>
    </>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7 max-w-64 items-center gap-1 rounded-md bg-accent-soft pl-2 text-xs text-accent">
      <span className="truncate font-mono">{label}</span>
      <button
        type="button"
        aria-label={`Remove filter ${label}`}
        onClick={onRemove}
        className="inline-flex size-6 items-center justify-center rounded-sm"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
