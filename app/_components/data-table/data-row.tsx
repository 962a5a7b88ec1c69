'use client';

import { FlexRender, type Row, type RowData } from '@tanstack/react-table';
import { memo, useState, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import type { Features } from './features';
import { cellLook } from './tracks';

interface Props<Item extends RowData> {
  row: Row<Features, Item>;
  /** the shown columns; the row itself does not change with them */
  columns: string;
  outcome: string | undefined;
  /** buttons that are there while the row is pointed at or has the focus */
  actions: ((item: Item) => ReactNode) | undefined;
  wraps: boolean;
}

/** One row. A click anywhere opens what its link leads to, except where there is something else to click. */
function DataRowOnce<Item extends RowData>({ row, outcome, actions, wraps }: Props<Item>) {
  const [active, setActive] = useState(false);
  const acting = active && actions ? actions(row.original) : null;
  return (
    // The keyboard's way in is the link in the row.
    // oxlint-disable-next-line click-events-have-key-events
    <div
      role="row"
      data-row=""
      data-outcome={outcome}
      tabIndex={-1}
      className="data-row"
      onClick={openRow}
      onAuxClick={openRow}
      {...(actions
        ? {
            onPointerEnter: () => setActive(true),
            onPointerLeave: (event) => setActive(event.currentTarget.contains(document.activeElement)),
            onFocus: () => setActive(true),
            onBlur: (event) => setActive(event.currentTarget.contains(event.relatedTarget)),
          }
        : {})}
    >
      {row.getVisibleCells().map((cell) => {
        const { meta } = cell.column.columnDef;
        const look = cellLook(meta) + (wraps ? ' wraps' : '');
        const area = meta?.card === undefined ? undefined : ({ '--area': meta.card } as CSSProperties);
        return meta?.grows && acting ? (
          <div key={cell.id} role="cell" className={`${look} has-actions`} style={area}>
            <div className="min-w-0 flex-1 truncate">
              <FlexRender cell={cell} />
            </div>
            {acting}
          </div>
        ) : (
          <div key={cell.id} role="cell" className={look} style={area}>
            <FlexRender cell={cell} />
          </div>
        );
      })}
    </div>
  );
}

export const DataRow = memo(DataRowOnce) as typeof DataRowOnce;

const CLICKABLE = 'a, button, input, label, summary, [role=menuitem]';

/** A drag over the row selects its text; a click opens it, with Ctrl, Cmd or the middle button in a new tab. */
function openRow(event: MouseEvent<HTMLElement>): void {
  const row = event.currentTarget;
  const link = row.querySelector<HTMLAnchorElement>('a[data-row-link]');
  if (!link || event.button > 1 || !(event.target instanceof Element)) return;
  // What a window that was opened from the row bubbles up through React is not in the row.
  if (!row.contains(event.target) || event.target.closest(CLICKABLE)) return;
  const selection = window.getSelection();
  if (selection && !selection.isCollapsed && selection.containsNode(row, true)) return;
  if (event.button === 1 || event.ctrlKey || event.metaKey) window.open(link.href, '_blank', 'noopener');
  else link.click();
}
