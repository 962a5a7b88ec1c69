'use client';

import { useHydrated, useNow } from './clock';
import { formatClock, formatExact, formatMinute, formatRelative } from './time-format';

/** What the server writes, which does not know the viewer's zone. */
const UTC = {
  exact: (at: string) => at,
  clock: (at: string) => at.slice(11, 19),
  minute: (at: string) => at.slice(0, 16).replace('T', ' '),
  milliseconds: (at: string) => at.slice(11, 23),
};
const LOCAL = {
  exact: formatExact,
  clock: formatClock,
  minute: formatMinute,
  milliseconds: (at: Date) => formatExact(at).slice(11, 23),
};

interface Props {
  /** ISO date and time */
  at: string;
  show: keyof typeof UTC;
  className?: string;
}

/** A moment in the viewer's zone. How long ago that was, and the exact one, on hover. */
export function Time({ at, show, className }: Props) {
  const hydrated = useHydrated();
  const date = new Date(at);
  const text = hydrated ? LOCAL[show](date) : UTC[show](at);
  return (
    <time
      dateTime={at}
      className={show === 'milliseconds' ? 'font-mono tracking-mono' : className}
      // Reckoned when someone asks: a list of times that all change every few seconds is noise.
      onPointerEnter={(event) => {
        event.currentTarget.title = `${formatRelative(date, Date.now())}, ${formatExact(date)}`;
      }}
    >
      {show === 'milliseconds' ? <Fine text={text} /> : text}
    </time>
  );
}

/** Hours and minutes repeat from row to row; seconds and milliseconds tell rows apart. */
function Fine({ text }: { text: string }) {
  return (
    <>
      <span className="text-faint">{text.slice(0, 6)}</span>
      {text.slice(6)}
    </>
  );
}

/** How long ago a moment was, renewed every few seconds. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  return (
    <time dateTime={at} className={className}>
      {formatRelative(new Date(at), now)}
    </time>
  );
}
