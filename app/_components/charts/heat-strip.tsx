import type { Outcome } from '@/lib/record/outcomes';
import { STEP } from './stacked-bars';

interface Props {
  cells: readonly Partial<Record<Outcome, number>>[];
  /** the most calls of any cell that is compared with this one */
  most: number;
  label: string;
}

const HEIGHT = 14;

/** One row of cells over time: darker is more calls, a colour is the worst that happened. */
export function HeatStrip({ cells, most, label }: Props) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${cells.length * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="block h-3.5 w-full"
    >
      {cells.map((cell, index) => {
        const calls = Object.values(cell).reduce((sum, count) => sum + count, 0);
        const worst = worstOf(cell);
        const place = `M${index * STEP} 0h10v14h-10z`;
        return calls === 0 ? (
          <path key={index} className="chart-none" d={`M${index * STEP} 6.5h10v1h-10z`} />
        ) : (
          <path
            key={index}
            data-outcome={worst}
            className={worst === 'ok' ? 'chart-heat' : 'chart-bar'}
            style={worst === 'ok' ? { opacity: 0.22 + 0.5 * Math.sqrt(calls / most) } : undefined}
            d={place}
          />
        );
      })}
    </svg>
  );
}

/** The failure that happened most, or ok. */
function worstOf(cell: Props['cells'][number]): Outcome {
  let worst: Outcome = 'ok';
  let most = 0;
  for (const [outcome, count] of Object.entries(cell) as [Outcome, number][]) {
    if (outcome === 'ok' || count <= most) continue;
    worst = outcome;
    most = count;
  }
  return worst;
}
