import type { CSSProperties } from 'react';
import type { ColumnMeta } from './features';

/** What the tracks of a grid are made from. */
interface Sized {
  size: number;
  meta: ColumnMeta | undefined;
}

const RANK = { narrow: 0, medium: 1, wide: 2 };

/** Below this nothing of a cell could be read. */
const MIN_PX = 40;

/**
 * The tracks of the rows for each width of the table, and those of a card, as custom properties that
 * data-table.css chooses from. A change of a column's width changes these and no row.
 */
export function tracksOf(columns: readonly Sized[], card: { areas: string; columns: string }): CSSProperties {
  const tracks = (width: keyof typeof RANK) =>
    columns
      .filter(({ meta }) => RANK[meta?.from ?? 'narrow'] <= RANK[width])
      .map(({ size, meta }) => (meta?.grows ? `minmax(${size}px, 1fr)` : `minmax(${MIN_PX}px, ${size}px)`))
      .join(' ');
  return {
    '--tracks-narrow': tracks('narrow'),
    '--tracks-medium': tracks('medium'),
    '--tracks-wide': tracks('wide'),
    '--card-areas': card.areas,
    '--card-columns': card.columns,
  } as CSSProperties;
}

/** How a cell stands in its row: hidden at some widths, at its place in a card, to the right. */
export function cellLook(meta: ColumnMeta | undefined): string {
  return [
    'data-cell',
    meta?.from === 'medium' || meta?.from === 'wide' ? `from-${meta.from}` : '',
    meta?.card === undefined ? 'not-in-card' : '',
    meta?.align === 'right' ? 'at-right' : '',
    meta?.grows ? 'grows' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
