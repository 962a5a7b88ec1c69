import {
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createColumnHelper,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  type RowData,
} from '@tanstack/react-table';

/** How wide the table has to be for a column to be shown: 640, 900 or 1280 px. Below 640 px rows are cards. */
type From = 'narrow' | 'medium' | 'wide';

/** What a column tells the table beyond what TanStack Table knows. */
export interface ColumnMeta {
  /** its name in the menu of columns, where its head is no text */
  name?: string;
  /** takes the room that the others leave; one column of a table does */
  grows?: boolean;
  /** left out: narrow */
  from?: From;
  /** the place in a card (an area of `cardAreas`); left out: not in the card */
  card?: string;
  align?: 'right';
  /** not shown until someone chooses it */
  offAtFirst?: boolean;
}

/** What every table of the product can do. Sorting is offered only where the list is whole. */
export const features = tableFeatures({
  columnVisibilityFeature,
  columnSizingFeature,
  columnResizingFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
  columnMeta: metaHelper<ColumnMeta>(),
});
export type Features = typeof features;

/** Makes the columns of a table of `Item`. */
export const columnHelper = <Item extends RowData>() => createColumnHelper<Features, Item>();
