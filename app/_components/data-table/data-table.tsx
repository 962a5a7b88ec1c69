'use client';

import { useTable, type TableOptions } from '@tanstack/react-table';
import { Fragment, useMemo, useRef, type CSSProperties, type PointerEvent, type ReactNode } from 'react';
import { cn } from '@/app/_components/cn';
import { visible } from '@/app/_components/visible-text/split';
import { ColumnsMenu } from './columns-menu';
import { DataRow } from './data-row';
import { features, type Features } from './features';
import { HeadCell } from './head-cell';
import { useTableLayout, type TableLayout } from './layout';
import { tracksOf } from './tracks';
import { useRowKeys } from './use-row-keys';

interface Props<Item extends { id: string }> {
  /** under which the person's layout is kept */
  name: string;
  /** what it is a table of, for screen readers */
  label: string;
  columns: TableOptions<Features, Item>['columns'];
  items: Item[];
  /** the places of a card's cells, as CSS has them: grid-template-areas and -columns */
  card: { areas: string; columns: string };
  /** the list is all there is, so that it can be sorted here; else it is a page, sorted by the server as said */
  order: 'whole' | { column: string; as: 'ascending' | 'descending' };
  /** what stands above the table, to the left of the menu of columns */
  toolbar?: ReactNode;
  /** rows are being brought up to date */
  stale?: boolean;
  /** one line of 26 px a row, cut where it is too long; else cells wrap */
  dense?: boolean;
  outcomeOf?: (item: Item) => string;
  /** what a row belongs to; said in a line of its own where it changes */
  sectionOf?: (item: Item) => string;
  actions?: (item: Item) => ReactNode;
}

/**
 * The one table of the product. Columns are shown, hidden and sized by whoever looks, and kept for them;
 * rows are walked by j and k and opened by Enter or a click; their text can be selected.
 */
export function DataTable<Item extends { id: string }>(props: Props<Item>) {
  const {
    items,
    columns,
    order,
    toolbar,
    stale = false,
    dense = false,
    outcomeOf,
    sectionOf,
    actions,
  } = props;
  const { layout, change, reset } = useTableLayout(props.name);
  const root = useRef<HTMLDivElement>(null);
  useRowKeys(root);
  const table = useTable({
    features,
    columns,
    data: items,
    getRowId: (item) => item.id,
    enableSorting: order === 'whole',
    enableSortingRemoval: true,
    columnResizeMode: 'onChange',
    state: {
      columnVisibility: useMemo(() => ({ ...offAtFirst(columns), ...layout.shown }), [columns, layout.shown]),
      columnSizing: layout.sizes,
      sorting: order === 'whole' ? layout.sorting : NOT_SORTED,
    },
    onColumnVisibilityChange: (next) => change(({ shown }) => ({ shown: updated(next, shown) })),
    onColumnSizingChange: (next) => change(({ sizes }) => ({ sizes: updated(next, sizes) })),
    onSortingChange: (next) => change(({ sorting }) => ({ sorting: updated(next, sorting) })),
  });
  const leaves = table.getVisibleLeafColumns();
  const shownColumns = leaves.map(({ id }) => id).join(' ');
  const tracks = tracksOf(
    leaves.map((column) => ({ size: column.getSize(), meta: column.columnDef.meta })),
    props.card,
  );
  const { rows } = table.getRowModel();
  const sections = rows.map((row) => sectionOf?.(row.original));
  return (
    <div ref={root} className="data-table" style={{ ...tracks, ...(dense ? DENSE : {}) }}>
      <div className="flex items-center gap-2 px-4 py-1.5">
        <div className="flex min-w-0 flex-1 items-center gap-2 text-xs text-muted">{toolbar}</div>
        <ColumnsMenu
          columns={table.getAllLeafColumns()}
          onSize={(id, size) => change(({ sizes }) => ({ sizes: sized(sizes, id, size) }))}
          onReset={reset}
        />
      </div>
      <div
        role="table"
        aria-label={props.label}
        aria-busy={stale}
        aria-rowcount={order === 'whole' ? undefined : -1}
        className={cn('transition-opacity', stale && 'opacity-60')}
        onPointerOver={showWholeText}
      >
        <div role="rowgroup" className="data-head">
          {table.getHeaderGroups().map((group) => (
            <div key={group.id} role="row" className="data-row">
              {group.headers.map((header) => (
                <HeadCell
                  key={header.id}
                  header={header}
                  sortedAs={order !== 'whole' && order.column === header.column.id ? order.as : undefined}
                >
                  <table.FlexRender header={header} />
                </HeadCell>
              ))}
            </div>
          ))}
        </div>
        <div role="rowgroup" className="data-body">
          {rows.map((row, index) => {
            const section = sections[index];
            return (
              <Fragment key={row.id}>
                {section === undefined || section === sections[index - 1] ? null : (
                  <div role="row" className="data-section">
                    <div role="cell" aria-colspan={leaves.length}>
                      {section}
                    </div>
                  </div>
                )}
                <DataRow
                  row={row}
                  columns={shownColumns}
                  outcome={outcomeOf?.(row.original)}
                  actions={actions}
                  wraps={!dense}
                />
              </Fragment>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const NOT_SORTED: TableLayout['sorting'] = [];
const DENSE = { '--row-height': '26px' } as CSSProperties;

/** TanStack Table hands over a value, or how to make it from the one before. */
function updated<Value>(next: Value | ((before: Value) => Value), before: Value): Value {
  return typeof next === 'function' ? (next as (before: Value) => Value)(before) : next;
}

function sized(sizes: TableLayout['sizes'], id: string, size: number): TableLayout['sizes'] {
  return Number.isFinite(size) ? { ...sizes, [id]: Math.min(2000, Math.max(40, size)) } : sizes;
}

function offAtFirst<Item extends { id: string }>(
  columns: TableOptions<Features, Item>['columns'],
): Record<string, boolean> {
  const off = columns.filter((column) => column.meta?.offAtFirst);
  return Object.fromEntries(off.map((column) => [columnId(column), false]));
}

const columnId = (column: { id?: string; accessorKey?: unknown }) => column.id ?? String(column.accessorKey);

/** A cell whose text is cut off shows all of it on hover. Found out then, so that no row carries it twice. */
function showWholeText(event: PointerEvent<HTMLElement>): void {
  const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=cell]') : null;
  if (!cell) return;
  const cut = cell.scrollWidth > cell.clientWidth || cell.querySelector('.truncate') !== null;
  if (cut) cell.title = visible(cell.innerText);
  else cell.removeAttribute('title');
}
