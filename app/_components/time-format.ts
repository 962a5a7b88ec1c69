const STEPS: [unit: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
];

/** "12s ago"; what lies more than 30 days back is a date (UTC). A clock that is a little ahead is "just now". */
export function formatRelative(at: Date, now: number): string {
  const seconds = Math.round((now - at.getTime()) / 1000);
  if (seconds < 2) return 'just now';
  if (seconds > 30 * 86_400) return at.toISOString().slice(0, 10);
  const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? ['s', 1];
  return `${Math.floor(seconds / size)}${unit} ago`;
}

const two = (value: number) => String(value).padStart(2, '0');

/** ISO 8601 in the viewer's zone with its offset: 2026-11-22T11:08:03.123+01:00. */
export function formatExact(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const distance = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(distance / 60))}:${two(distance % 60)}`;
}

/** hh:mm:ss in the viewer's zone. */
export function formatClock(at: Date): string {
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

/** yyyy-mm-dd hh:mm in the viewer's zone. */
export function formatMinute(at: Date): string {
  return formatExact(at).slice(0, 16).replace('T', ' ');
}

/** "Tuesday 24 November 2026"; without a zone in the viewer's own, else with the zone's name. */
export function formatDay(at: Date, timeZone: 'UTC' | undefined): string {
  const day = at.toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return timeZone === undefined ? day : `${day}, ${timeZone}`;
}
