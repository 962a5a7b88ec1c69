import { scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { formatDuration } from './format';
import { Plot } from './plot';
import { STEP } from './stacked-bars';

/** One step; null where there was no call. */
export interface LatencyStep {
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

const NAMES = ['p99', 'p95', 'p50'] as const;
const TICKS_MS = [0.1, 1, 10, 100, 1_000, 10_000, 100_000];
/** Names at the lines' ends keep this distance. */
const NAME_HEIGHT = 12;

/** p50, p95 and p99 over time on a log scale; a line is broken where nothing was called. */
export function LatencyLines({
  steps,
  height,
  label,
}: {
  steps: LatencyStep[];
  height: number;
  label: string;
}) {
  const values = steps.flatMap(({ p50, p99 }) => [p50, p99]).filter((ms) => ms !== null);
  const least = Math.max(0.01, Math.min(...values, 1_000));
  const most = Math.max(...values, least * 10);
  const y = scaleLog([least, most], [height - 4, 4]);
  const ticks = TICKS_MS.filter((ms) => ms >= least && ms <= most);
  return (
    <Plot
      label={label}
      steps={steps.length}
      height={height}
      ticks={ticks.map((ms) => ({ at: y(ms), text: formatDuration(ms).join(' ') }))}
      ends={namesOf(steps, y)}
    >
      {NAMES.map((name) => (
        <path
          key={name}
          data-line={name}
          className="chart-line"
          d={
            line<LatencyStep>()
              .defined((step) => step[name] !== null)
              .x((_, index) => index * STEP + STEP / 2 - 1)
              .y((step) => y(step[name] ?? least))(steps) ?? ''
          }
        />
      ))}
    </Plot>
  );
}

function namesOf(steps: LatencyStep[], y: (ms: number) => number) {
  const last = steps.findLast(({ p50 }) => p50 !== null);
  if (!last) return [];
  let above = Number.NEGATIVE_INFINITY;
  return NAMES.map((name) => {
    above = Math.max(y(last[name] ?? 1), above + NAME_HEIGHT);
    return { at: above, text: name };
  });
}
