import type { ExportHealth } from '@/lib/export/schema';

const MINUTES = 60;
const HEIGHT = 48;
const PITCH = 10;

/** Spans by minute over the last hour; what was dropped stands on top in another colour. */
export function MinuteBars({ health }: { health: ExportHealth }) {
  const all = health.replicas.flatMap(({ minutes }) => minutes);
  const end = Math.max(0, ...all.map(({ minute }) => minute));
  const bars = Array.from({ length: MINUTES }, (_, at) => {
    const own = all.filter(({ minute }) => minute === end - MINUTES + 1 + at);
    const sum = (name: 'exported' | 'failed') => own.reduce((total, one) => total + one[name], 0);
    return { at, exported: sum('exported'), failed: sum('failed') };
  });
  const most = Math.max(1, ...bars.map(({ exported, failed }) => exported + failed));
  const label = `Spans exported by minute in the last hour, ${most.toLocaleString('en')} at most`;
  return (
    <svg viewBox={`0 0 ${MINUTES * PITCH} ${HEIGHT}`} role="img" aria-label={label} className="h-12 w-full">
      <path d={`M0 ${HEIGHT - 0.5}H${MINUTES * PITCH}`} className="stroke-line" />
      {bars.map(({ at, exported, failed }) => {
        const [good, bad] = [(exported / most) * (HEIGHT - 2), (failed / most) * (HEIGHT - 2)];
        return (
          <g key={at}>
            <rect x={at * PITCH} y={HEIGHT - good} width={PITCH - 2} height={good} className="fill-ok" />
            <rect
              x={at * PITCH}
              y={HEIGHT - good - bad}
              width={PITCH - 2}
              height={bad}
              className="fill-warn"
            />
          </g>
        );
      })}
    </svg>
  );
}
