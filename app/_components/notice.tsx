import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

const TONES = {
  info: { icon: Info, look: 'border-line bg-panel text-ink', iconLook: 'text-muted' },
  warn: { icon: TriangleAlert, look: 'border-warn/30 bg-warn-soft text-ink', iconLook: 'text-warn' },
  bad: { icon: CircleAlert, look: 'border-bad/30 bg-bad-soft text-ink', iconLook: 'text-bad' },
};

interface Props {
  tone?: keyof typeof TONES;
  title?: string;
  children?: ReactNode;
  className?: string;
}

/** A message in the flow of a page or form. Errors are announced at once. */
export function Notice({ tone = 'info', title, children, className }: Props) {
  const { icon: Icon, look, iconLook } = TONES[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={cn('flex gap-2 rounded-md border px-3 py-2 text-sm', look, className)}
    >
      <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', iconLook)} />
      <div className="min-w-0 [overflow-wrap:anywhere]">
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
    </div>
  );
}
