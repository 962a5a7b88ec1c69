'use client';

import type { Header, RowData } from '@tanstack/react-table';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/app/_components/cn';
import type { Features } from './features';
import { cellLook } from './tracks';

interface Props<Item extends RowData> {
  header: Header<Features, Item>;
  /** how the rows came from the server, where this table does not sort them */
  sortedAs: 'ascending' | 'descending' | undefined;
  children: ReactNode;
}

const ARIA = { asc: 'ascending', desc: 'descending' } as const;

/** A column's head: sorts by click where the list is whole, and is drawn wider by its edge. */
export function HeadCell<Item extends RowData>({ header, sortedAs, children }: Props<Item>) {
  const { column } = header;
  const { meta } = column.columnDef;
  const sorted = column.getIsSorted();
  const sort = sorted === false ? sortedAs : ARIA[sorted];
  const canSort = column.getCanSort();
  const Arrow = sort === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <div role="columnheader" className={cellLook(meta)} aria-sort={sort ?? (canSort ? 'none' : undefined)}>
      {canSort ? (
        <button
          type="button"
          onClick={column.getToggleSortingHandler()}
          className={cn(
            'inline-flex h-6 items-center gap-1 hover:text-ink',
            sort === undefined ? '' : 'font-medium text-ink',
          )}
        >
          {children}
          <Arrow aria-hidden className={cn('size-3', sort === undefined && 'invisible')} />
        </button>
      ) : (
        <span className={cn('inline-flex items-center gap-1', sort !== undefined && 'font-medium text-ink')}>
          {children}
          {sort === undefined ? null : <Arrow aria-hidden className="size-3" />}
        </span>
      )}
      {column.getCanResize() && !meta?.grows ? <Edge header={header} /> : null}
    </div>
  );
}

/** By keys the width is set in the menu of columns, so the edge is for pointers alone. */
function Edge<Item extends RowData>({ header }: { header: Header<Features, Item> }) {
  const drag = header.getResizeHandler();
  return (
    <span
      aria-hidden
      title="Drag to size, double-click for the usual width"
      onMouseDown={drag}
      onTouchStart={drag}
      onDoubleClick={() => header.column.resetSize()}
      className="absolute inset-y-1 right-1 w-2 cursor-col-resize touch-none border-r border-transparent hover:border-accent"
    />
  );
}
