import type { CleanupStatus } from '@/lib/audit/retention/schema';
import { size } from './figures';

const WIDTH = 640;
const HEIGHT = 112;
const DAY_MS = 86_400_000;

interface Props {
  days: CleanupStatus['stored']['days'];
  cutoff: string | null;
  held: boolean;
}

/** What is stored by day; what the general rule would take is red. The same figures stand in a table beside it. */
export function StoredByDay({ days, cutoff, held }: Props) {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return null;
  const from = Date.parse(first.day);
  const slots = Math.round((Date.parse(last.day) - from) / DAY_MS) + 1;
  const step = WIDTH / Math.max(slots, 30);
  const highest = Math.max(...days.map(({ bytes }) => bytes), 1);
  const goes = (day: string) => !held && cutoff !== null && day < cutoff.slice(0, 10);
  const red = days.filter(({ day }) => goes(day)).length;
  return (
    <section aria-label="Stored by day">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="font-medium">Stored by day</h2>
        <p className="text-xs text-muted">
          {red > 0 ? <span className="text-bad">goes, {red === 1 ? '1 day' : `${red} days`}</span> : null}
          {red > 0 ? ' · ' : ''}stays, {days.length - red === 1 ? '1 day' : `${days.length - red} days`}
        </p>
      </div>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="mt-2 w-full border-b border-line"
        role="img"
        aria-label={`${days.length} days from ${first.day} to ${last.day}, at most ${size(highest)} a day`}
      >
        <line x1="0" x2={WIDTH} y1="0.5" y2="0.5" className="stroke-grid" />
        <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} className="stroke-grid" />
        {days.map(({ day, bytes }) => {
          const height = Math.max(1, (bytes / highest) * (HEIGHT - 4));
          const x = ((Date.parse(day) - from) / DAY_MS) * step;
          return (
            <rect
              key={day}
              x={x}
              y={HEIGHT - height}
              width={Math.max(1, step - 1)}
              height={height}
              className={goes(day) ? 'fill-bad/60' : 'fill-ok/50'}
            >
              <title>{`${day}: ${size(bytes)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p className="mt-1 flex justify-between text-xs text-muted">
        <span>{first.day}</span>
        <span>{last.day}</span>
      </p>
      <table className="sr-only">
        <caption>Stored by day</caption>
        <tbody>
          {days.map(({ day, bytes }) => (
            <tr key={day}>
              <th scope="row">{day}</th>
              <td>
                {size(bytes)}
                {goes(day) ? ', goes' : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
