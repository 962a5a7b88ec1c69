'use client';

import { createColumnHelper, metaHelper, tableFeatures } from '@tanstack/react-table';
import Link from 'next/link';
import { CopyButton } from '@/app/_components/copy-button';
import { Time } from '@/app/_components/time';
import type { LogItem } from '@/lib/audit/query/schema';
import { CallName, nameOfCall } from './call-name';
import { formatMs } from './numbers';
import { Status, STATUSES } from './status';

/** Where a column is worth its room. Head and cells carry the same class. */
interface ColumnMeta {
  className: string;
}

export const features = tableFeatures({ columnMeta: metaHelper<ColumnMeta>() });
const column = createColumnHelper<typeof features, LogItem>();

const dash = <span className="text-faint">—</span>;

export const columns = column.columns([
  column.accessor('ts', {
    header: 'Time',
    meta: { className: 'w-20 sm:w-24' },
    cell: ({ row }) => <RowLink item={row.original} />,
  }),
  column.accessor('status', {
    header: 'Status',
    meta: { className: 'w-32' },
    cell: ({ getValue }) => <Status status={getValue()} />,
  }),
  column.accessor('server', {
    header: 'Server',
    meta: { className: 'hidden w-32 md:table-cell' },
    cell: ({ getValue }) => <span className="block truncate">{getValue() || dash}</span>,
  }),
  column.accessor('tool', {
    header: 'Tool',
    meta: { className: 'md:w-44 2xl:w-64' },
    cell: ({ row }) => (
      <span className="block truncate" title={nameOfCall(row.original)}>
        <CallName call={row.original} />
        <span className="block truncate text-xs text-muted md:hidden">{row.original.server}</span>
      </span>
    ),
  }),
  column.accessor('latency_ms', {
    header: () => (
      <>
        <span className="hidden sm:inline">Latency, </span>ms
      </>
    ),
    meta: { className: 'w-18 pr-4 text-right sm:w-28 lg:pr-6' },
    cell: ({ getValue }) => <span className="tabular-nums">{formatMs(getValue())}</span>,
  }),
  column.accessor('key_name', {
    header: 'Key',
    meta: { className: 'hidden w-28 xl:table-cell 2xl:w-40' },
    cell: ({ getValue }) => <span className="block truncate text-muted">{getValue() ?? dash}</span>,
  }),
  column.accessor('error_category', {
    header: 'Error',
    meta: { className: 'hidden lg:table-cell' },
    cell: ({ row }) => <ErrorText item={row.original} />,
  }),
  column.accessor('trace_id', {
    header: 'Trace',
    meta: { className: 'hidden w-28 lg:table-cell' },
    cell: ({ getValue }) => (
      <span className="flex h-5 items-center gap-1">
        <span className="font-mono text-xs text-muted">{getValue().slice(0, 8)}</span>
        <CopyButton text={getValue()} what="trace id" className="relative z-10" />
      </span>
    ),
  }),
]);

/** The link to the call. Its area is the whole row, so that any cell can be clicked and Enter works. */
function RowLink({ item }: { item: LogItem }) {
  return (
    <Link
      href={`/logs/${item.id}`}
      prefetch={false}
      data-row-link
      className="whitespace-nowrap text-muted outline-none after:absolute after:inset-0"
    >
      <Time at={item.ts} />
      <span className="sr-only">
        , {nameOfCall(item)} on {item.server || 'no server'}, {STATUSES[item.status].label}
      </span>
    </Link>
  );
}

function ErrorText({ item }: { item: LogItem }) {
  if (item.error_category === null && item.error_message === null) return null;
  const text = [item.error_category, item.error_message].filter(Boolean).join(': ');
  return (
    <span className="block truncate" title={text}>
      <span className="font-mono text-xs">{item.error_category}</span>
      {item.error_message ? <span className="text-muted"> {item.error_message}</span> : null}
    </span>
  );
}
