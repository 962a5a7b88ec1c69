'use client';

import { useNow } from './clock';
import { formatClock, formatExact, formatRelative } from './time-format';

const FORMATS = {
  relative: formatRelative,
  exact: formatExact,
  clock: formatClock,
};

interface Props {
  /** ISO date and time */
  at: string;
  show?: keyof typeof FORMATS;
  className?: string;
}

/** A moment, in the viewer's zone, the exact one on hover. The server does not know the zone and shows UTC. */
export function Time({ at, show = 'relative', className }: Props) {
  const now = useNow();
  const date = new Date(at);
  return (
    <time dateTime={at} title={now === null ? at : formatExact(date)} className={className}>
      {now === null ? (show === 'clock' ? at.slice(11, 19) : at.slice(0, 19)) : FORMATS[show](date, now)}
    </time>
  );
}
