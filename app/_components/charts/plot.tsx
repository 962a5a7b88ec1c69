import type { ReactNode } from 'react';

interface Props {
  label: string;
  steps: number;
  height: number;
  /** gridlines: where, from the top in pixels, and what stands before them */
  ticks: readonly { at: number; text: string }[];
  /** names at the end of lines */
  ends?: readonly { at: number; text: string }[];
  children: ReactNode;
}

/** The frame of a chart over time: gridlines and names are text beside the drawing, so that it may be stretched. */
export function Plot({ label, steps, height, ticks, ends = [], children }: Props) {
  return (
    <div className="chart-row">
      <div aria-hidden className="chart-ticks" style={{ height }}>
        {ticks.map(({ at, text }) => (
          <span key={text} style={{ top: at }}>
            {text}
          </span>
        ))}
      </div>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${Math.max(1, steps) * 12} ${height}`}
        preserveAspectRatio="none"
        style={{ height }}
        className="block w-full min-w-0 overflow-visible"
      >
        {ticks.map(({ at, text }) => (
          <path key={text} className="chart-grid" d={`M0 ${at.toFixed(1)}H${steps * 12}`} />
        ))}
        {children}
      </svg>
      <div aria-hidden className="chart-ends" style={{ height }}>
        {ends.map(({ at, text }) => (
          <span key={text} style={{ top: at }}>
            {text}
          </span>
        ))}
      </div>
    </div>
  );
}
