import { scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { OUTCOMES, type Outcome } from '@/lib/record/outcomes';
import { Plot } from './plot';

/** A bar is 10 wide with 2 beside it, on the grid that all charts of a page share. */
export const STEP = 12;
const BAR = 10;
/** The least that an outcome is drawn with: one failure among thousands must be seen. */
const LEAST = 1.5;

interface Props {
  /** the calls of each step by outcome */
  steps: readonly Partial<Record<Outcome, number>>[];
  height: number;
  label: string;
}

/** Calls over time, stacked by outcome: ok is quiet and lies below, each failure has its colour and texture. */
export function StackedBars({ steps, height, label }: Props) {
  const most = Math.max(1, ...steps.map((step) => OUTCOMES.reduce((sum, one) => sum + (step[one] ?? 0), 0)));
  const y = scaleLinear([0, most], [height, 0]).nice(3);
  const layers = stack<Partial<Record<Outcome, number>>, Outcome>()
    .keys(OUTCOMES)
    .value((step, outcome) => step[outcome] ?? 0)([...steps]);
  return (
    <Plot
      label={label}
      steps={steps.length}
      height={height}
      ticks={y.ticks(3).map((tick) => ({ at: y(tick), text: tick.toLocaleString('en-US') }))}
    >
      {layers.map((layer) => (
        <path
          key={layer.key}
          data-outcome={layer.key}
          className="chart-bar"
          d={bars(
            layer.map(([from, to]) => [from, to] as const),
            y,
          )}
        />
      ))}
    </Plot>
  );
}

function bars(layer: readonly (readonly [number, number])[], y: (value: number) => number): string {
  return layer
    .map(([from, to], index) => {
      if (to <= from) return '';
      const top = Math.min(y(to), y(from) - LEAST);
      return `M${index * STEP} ${top.toFixed(1)}h${BAR}V${y(from).toFixed(1)}h-${BAR}z`;
    })
    .join('');
}
