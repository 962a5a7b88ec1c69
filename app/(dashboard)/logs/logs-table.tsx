'use client';

import { useTable } from '@tanstack/react-table';
import { Table, Td, Th } from '@/app/_components/table';
import { cn } from '@/app/_components/cn';
import type { LogItem } from '@/lib/audit/query/schema';
import { columns, features } from './columns';

/** The rows of one page. */
export function LogsTable({ items, stale }: { items: LogItem[]; stale: boolean }) {
  const table = useTable({ features, columns, data: items, getRowId: (item) => item.id });
  return (
    <Table className={cn('table-fixed transition-opacity', stale && 'opacity-60')} aria-busy={stale}>
      <caption className="sr-only">Calls, the newest first</caption>
      <thead>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id}>
            {group.headers.map((header) => (
              <Th
                key={header.id}
                className={cn('first:pl-4 last:pr-4', header.column.columnDef.meta?.className)}
              >
                <table.FlexRender header={header} />
              </Th>
            ))}
          </tr>
        ))}
      </thead>
      <tbody>
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            className="relative hover:bg-hover has-[[data-row-link]:focus-visible]:bg-accent-soft has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:-outline-offset-2 has-[[data-row-link]:focus-visible]:outline-accent"
          >
            {row.getAllCells().map((cell) => (
              <Td
                key={cell.id}
                className={cn('py-1 first:pl-4 last:pr-4', cell.column.columnDef.meta?.className)}
              >
                <table.FlexRender cell={cell} />
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
