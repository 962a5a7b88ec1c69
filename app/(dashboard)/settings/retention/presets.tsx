import Link from 'next/link';
import { cn } from '@/app/_components/cn';
import type { CleanupStatus } from '@/lib/audit/retention/schema';
import { size } from './figures';

const DAY_MS = 86_400_000;
const PRESETS: [days: number, label: string][] = [
  [7, '7 days'],
  [30, '30 days'],
  [90, '90 days'],
  [180, '6 months'],
  [365, '1 year'],
  [2_192, '6 years'],
];

interface Props {
  /** the days that are set */
  set: number | null;
  /** the days that the address asks for */
  chosen: number | undefined;
  days: CleanupStatus['stored']['days'];
  held: boolean;
}

/** How long to keep the log, each choice with what it would free by age. The choice is the page's address. */
export function Presets({ set, chosen, days, held }: Props) {
  const shown = PRESETS.some(([preset]) => preset === set) || set === null ? PRESETS : withOwn(set);
  // Today has its partition always.
  const today = Date.parse(days.at(-1)?.day ?? '1970-01-01');
  const freed = (kept: number) => {
    const cutoff = new Date(today - kept * DAY_MS).toISOString().slice(0, 10);
    return held ? 0 : days.reduce((sum, { day, bytes }) => (day < cutoff ? sum + bytes : sum), 0);
  };
  return (
    <nav aria-label="Days to keep" className="grid grid-cols-[repeat(auto-fit,minmax(92px,1fr))] gap-2">
      {shown.map(([preset, label]) => {
        const current = (chosen ?? set) === preset;
        const frees = freed(preset);
        return (
          <Link
            key={preset}
            href={preset === set ? '/settings/retention' : `/settings/retention?days=${preset}`}
            prefetch={false}
            aria-current={current ? 'true' : undefined}
            className={cn(
              'rounded-md border border-line-2 px-2 py-1 hover:bg-hover',
              current && 'border-accent bg-selected hover:bg-selected',
            )}
          >
            <span className="block font-medium">{label}</span>
            <span className={cn('block text-xs text-muted', current && frees > 0 && 'text-bad')}>
              {preset === set ? 'in force' : `frees ${frees === 0 ? '0' : size(frees)}`}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}

const withOwn = (set: number): typeof PRESETS =>
  [...PRESETS, [set, `${set} days`] as [number, string]].toSorted(([one], [other]) => one - other);
