'use client';

import { Columns3 } from 'lucide-react';
import type { Column, RowData } from '@tanstack/react-table';
import { Button } from '@/app/_components/button';
import { inputLook } from '@/app/_components/field';
import { cn } from '@/app/_components/cn';
import { Popdown } from '@/app/_components/popdown';
import type { Features } from './features';

interface Props<Item extends RowData> {
  columns: Column<Features, Item>[];
  onSize: (id: string, size: number) => void;
  onReset: () => void;
}

/** Which columns are shown and how wide they are, by keys too. */
export function ColumnsMenu<Item extends RowData>({ columns, onSize, onReset }: Props<Item>) {
  const offered = columns.filter((column) => column.getCanHide());
  return (
    <Popdown label={<Columns3 aria-hidden />} name="Columns" align="right">
      <fieldset className="w-60">
        <legend className="flex w-full px-2 py-1 text-2xs text-faint">
          Column <span className="ml-auto">Width, px</span>
        </legend>
        {offered.map((column) => (
          <div key={column.id} className="flex h-7 items-center gap-2 rounded-sm px-2 hover:bg-hover">
            <label className="flex min-w-0 flex-1 cursor-pointer items-center gap-2">
              <input
                type="checkbox"
                checked={column.getIsVisible()}
                onChange={(event) => column.toggleVisibility(event.target.checked)}
                className="size-3.5 accent-accent"
              />
              {nameOf(column)}
            </label>
            {column.getIsVisible() && !column.columnDef.meta?.grows ? (
              <input
                type="number"
                min={40}
                max={2000}
                step={8}
                value={Math.round(column.getSize())}
                aria-label={`Width of ${nameOf(column)} in pixels`}
                onChange={(event) => onSize(column.id, event.target.valueAsNumber)}
                className={cn(inputLook, 'h-6 w-16 px-1.5 text-right text-xs')}
              />
            ) : null}
          </div>
        ))}
      </fieldset>
      <div className="mt-1 border-t border-line p-1">
        <Button kind="quiet" onClick={onReset}>
          As it came
        </Button>
      </div>
    </Popdown>
  );
}

function nameOf<Item extends RowData>(column: Column<Features, Item>): string {
  const { header, meta } = column.columnDef;
  return meta?.name ?? (typeof header === 'string' ? header : column.id);
}
