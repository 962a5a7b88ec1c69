import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/app/_components/cn';

interface Props {
  number: number;
  title: string;
  hint: string;
  done: boolean;
  /** whether it is the one to do next */
  now: boolean;
  children: ReactNode;
}

/** One step: its number or its tick, what it is for, and what to do. */
export function Step({ number, title, hint, done, now, children }: Props) {
  return (
    <section
      aria-labelledby={`step-${number}`}
      aria-current={now ? 'step' : undefined}
      className="grid grid-cols-[32px_minmax(0,1fr)] gap-y-3 border-b border-line py-6 last:border-0 lg:grid-cols-[40px_264px_minmax(0,1fr)]"
    >
      <span
        className={cn(
          'grid size-6 place-items-center rounded-full border border-edge text-xs font-semibold text-muted',
          done && 'border-muted bg-muted text-canvas',
          now && 'border-accent bg-accent text-accent-ink',
        )}
      >
        {done ? <Check aria-label="Done" className="size-3.5" /> : number}
      </span>
      <div className="lg:pr-8">
        <h2 id={`step-${number}`} className="text-[15px] leading-6 font-semibold">
          {title}
        </h2>
        <p className="text-muted">{hint}</p>
      </div>
      <div className="col-span-2 min-w-0 lg:col-span-1">{children}</div>
    </section>
  );
}
