'use client';

import { cn } from '@/app/_components/cn';

const PRESETS: { from: string | null; label: string; name: string }[] = [
  { from: '15m', label: '15m', name: 'Last 15 minutes' },
  { from: '1h', label: '1h', name: 'Last hour' },
  { from: '24h', label: '24h', name: 'Last 24 hours' },
  { from: '7d', label: '7d', name: 'Last 7 days' },
  { from: null, label: 'All', name: 'All time' },
];

/** Whether one of the presets says the same. */
export const isPreset = (from: string) => PRESETS.some((preset) => preset.from === from);

interface Props {
  from: string | null;
  /** the range has an end as well: none of the presets */
  custom: boolean;
  onChange: (from: string | null) => void;
}

/** How far back. Exact ranges come by the address (from, to) and are shown as chips. */
export function TimePresets({ from, custom, onChange }: Props) {
  return (
    <div role="group" aria-label="Time range" className="flex rounded-md border border-line-2">
      {PRESETS.map((preset) => {
        const chosen = !custom && from === preset.from;
        return (
          <button
            key={preset.label}
            type="button"
            aria-pressed={chosen}
            title={preset.name}
            onClick={() => onChange(preset.from)}
            className={cn(
              'h-[26px] px-2 text-xs font-medium first:rounded-l-md last:rounded-r-md not-first:border-l',
              chosen ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
            )}
          >
            {preset.label}
          </button>
        );
      })}
    </div>
  );
}
