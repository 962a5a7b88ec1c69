import Link from 'next/link';
import { cn } from '@/app/_components/cn';

const WINDOWS = ['15m', '1h', '6h', '24h', '7d', '30d'];

/** How far back the page looks; links, because the address is the state. */
export function RangePicker({ window }: { window: string | null }) {
  return (
    <nav aria-label="Time range" className="flex rounded-md border border-line">
      {WINDOWS.map((name) => (
        <Link
          key={name}
          href={`/?window=${name}`}
          prefetch={false}
          aria-current={window === name ? 'true' : undefined}
          className={cn(
            'flex h-7 items-center px-2 text-xs font-medium not-first:border-l',
            window === name ? 'bg-accent-soft text-accent' : 'text-muted hover:bg-hover hover:text-ink',
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
