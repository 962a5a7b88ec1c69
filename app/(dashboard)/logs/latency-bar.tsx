import { latencyFigure } from './numbers';

/** The scale of the bars: half a millisecond is nothing, a minute is all. */
const FROM_MS = 0.5;
const TO_MS = 60_000;

/** A latency as a bar on a log scale that ends at its figure; the unit stands apart, so that digits line up. */
export function LatencyBar({ ms }: { ms: number }) {
  const share = Math.log(Math.max(ms, FROM_MS) / FROM_MS) / Math.log(TO_MS / FROM_MS);
  const { figure, unit } = latencyFigure(ms);
  return (
    <span className="latency">
      <i style={{ width: `${(Math.min(1, share) * 100).toFixed(0)}%` }} />
      <b>{figure}</b>
      <small>{unit}</small>
    </span>
  );
}
