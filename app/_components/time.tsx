'use client';

import { useHydrated, useNow } from './clock';
import { formatClock, formatExact, formatRelative } from './time-format';

/** What the server writes, which does not know the viewer's zone. */
const UTC = {
  exact: (at: string) => at,
  clock: (at: string) => at.slice(11, 19),
};
const LOCAL = { exact: formatExact, clock: formatClock };

interface Props {
  /** ISO date and time */
  at: string;
  show?: 'relative' | 'exact' | 'clock';
  className?: string;
}

/** A moment: how long ago, or as a date or clock in the viewer's zone. The exact one on hover. */
export function Time({ at, show = 'relative', className }: Props) {
  const now = useNow();
  const hydrated = useHydrated();
  const date = new Date(at);
  const absolute = (form: 'exact' | 'clock') => (hydrated ? LOCAL[form](date) : UTC[form](at));
  return (
    <time dateTime={at} title={absolute('exact')} className={className}>
      {show === 'relative' ? formatRelative(date, now) : absolute(show)}
    </time>
  );
}
