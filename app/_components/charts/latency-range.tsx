import { scaleLog } from 'd3-scale';

const WIDTH = 168;
const x = scaleLog([1, 60_000], [0, WIDTH]).clamp(true);
const TICKS = [10, 100, 1_000, 10_000];

/** A bar in a cell on a log scale from 1 ms to a minute: the tick is p50, the end p95. */
export function LatencyRange({ p50, p95 }: { p50: number | null; p95: number | null }) {
  if (p50 === null || p95 === null) return null;
  return (
    <svg aria-hidden width={WIDTH} height={12} className="block">
      <path className="chart-grid" d={TICKS.map((ms) => `M${x(ms).toFixed(1)} 0V12`).join('')} />
      <rect className="chart-range" y={3} height={6} width={Math.max(2, x(p95))} />
      <rect className="chart-tick" x={x(p50)} width={2} height={12} />
    </svg>
  );
}
