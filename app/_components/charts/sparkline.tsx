import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

interface Props {
  /** null where there is nothing to show */
  values: readonly (number | null)[];
  width: number;
  height: number;
}

/** A line without axes, beside the figure that it belongs to: its shape is all it says. */
export function Sparkline({ values, width, height }: Props) {
  const known = values.filter((value) => value !== null);
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [1, width - 1]);
  const least = Math.min(...known, 0);
  const y = scaleLinear([least, Math.max(...known, least + 1e-9)], [height - 2, 2]);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0))(values);
  return (
    <svg aria-hidden width={width} height={height} className="block shrink-0">
      <path className="chart-line" d={path ?? ''} />
    </svg>
  );
}
