import { latencyFigure } from './numbers';

/** The scale of the bars: half a millisecond is nothing, a minute is all. */
const FROM_MS = 0.5;
const TO_MS = 60_000;

/** A latency as a bar on a log scale that ends at its figure; the unit stands apart, so that digits line up. */
export function LatencyBar({ ms }: { ms: number }) {
  const share = Math.log(Math.max(ms, FROM_MS) / FROM_MS) / Math.log(TO_MS / FROM_MS);
  const { figure, unit } = latencyFigure(ms);
  return (
    <span className="flex items-center justify-end">
      <span aria-hidden className="flex flex-1 justify-end @max-[639px]/data-table:hidden">
        <span
          className="h-1.5 min-w-px bg-outcome"
          style={{ width: `${(Math.min(1, share) * 100).toFixed(1)}%` }}
        />
      </span>
      <span className="min-w-11">{figure}</span>
      <span className="ml-[3px] w-[15px] text-left text-2xs text-faint">{unit}</span>
    </span>
  );
}
