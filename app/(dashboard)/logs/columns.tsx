'use client';

import { ListFilter } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/app/_components/button';
import { CopyButton } from '@/app/_components/copy-button';
import { columnHelper } from '@/app/_components/data-table/features';
import { Time } from '@/app/_components/time';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import { visible } from '@/app/_components/visible-text/split';
import type { LogItem } from '@/lib/audit/query/schema';
import { CallName, nameOfCall } from './call-name';
import { rememberPlace } from './last-list';
import { LatencyBar } from './latency-bar';
import { STATUSES, Status } from './status';

/** A row of the log with what the whole page tells about it. */
export interface LogRow extends LogItem {
  /** another key on this page has the same name: the name alone would not say which */
  sharesKeyName: boolean;
}

const column = columnHelper<LogRow>();
const dash = <span className="text-faint">—</span>;
const mono = 'font-mono tracking-mono';

export const columns = column.columns([
  column.accessor('ts', {
    header: 'Time',
    size: 108,
    enableHiding: false,
    meta: { card: 'time' },
    cell: ({ row }) => <RowLink item={row.original} />,
  }),
  column.accessor('server', {
    header: 'Server',
    size: 112,
    meta: { card: 'server' },
    cell: ({ getValue }) => (
      <span className="text-muted">{getValue() ? <VisibleText text={getValue()} /> : dash}</span>
    ),
  }),
  column.accessor('tool', {
    header: 'Tool',
    size: 184,
    meta: { card: 'tool' },
    cell: ({ row }) => <CallName call={row.original} />,
  }),
  column.accessor('error_message', {
    id: 'call',
    header: 'Call',
    size: 160,
    meta: { grows: true, card: 'call' },
    cell: ({ row }) => <HowItWent item={row.original} />,
  }),
  column.accessor('http_status', {
    header: 'HTTP',
    size: 56,
    meta: { from: 'medium', align: 'right', offAtFirst: true },
    cell: ({ getValue }) => getValue(),
  }),
  column.accessor('latency_ms', {
    header: 'Latency, log',
    size: 136,
    meta: { name: 'Latency', card: 'latency', align: 'right' },
    cell: ({ getValue }) => <LatencyBar ms={getValue()} />,
  }),
  column.accessor('key_name', {
    header: 'Key',
    size: 136,
    meta: { from: 'medium' },
    cell: ({ row }) => <KeyName item={row.original} />,
  }),
  column.accessor('trace_id', {
    header: 'Trace',
    size: 92,
    meta: { from: 'medium', offAtFirst: true },
    cell: ({ getValue }) => <span className={`${mono} text-muted`}>{getValue().slice(0, 8)}</span>,
  }),
  column.accessor('request_id', {
    header: 'Request',
    size: 160,
    meta: { from: 'wide', offAtFirst: true },
    cell: ({ getValue }) => (
      <span className={`${mono} text-muted`}>
        <VisibleText text={getValue()} />
      </span>
    ),
  }),
]);

/** Buttons beside the row that is pointed at. */
export function rowActions(item: LogRow) {
  return (
    <span className="flex h-5 shrink-0 items-center gap-0.5">
      <CopyButton text={item.trace_id} what="trace id" className="size-5" />
      <Button asChild kind="quiet" size="icon" className="size-5">
        <Link
          href={`/logs?trace=${item.trace_id}`}
          prefetch={false}
          aria-label="Show the calls of this trace"
          title="Show the calls of this trace"
        >
          <ListFilter aria-hidden />
        </Link>
      </Button>
    </span>
  );
}

/** The link to the call. A click elsewhere on the row presses it. */
function RowLink({ item }: { item: LogRow }) {
  return (
    <Link
      href={`/logs/${item.id}`}
      prefetch={false}
      data-row-link=""
      onClick={(event) => rememberPlace(item.id, event.currentTarget)}
    >
      <Time at={item.ts} show="milliseconds" />
      <span className="sr-only">{`, ${visible(nameOfCall(item))} on ${visible(item.server) || 'no server'}, ${STATUSES[item.status].label}`}</span>
    </Link>
  );
}

/** Nothing where all was well; else the outcome and what was said of it. */
function HowItWent({ item }: { item: LogRow }) {
  if (item.status === 'ok') return null;
  const said = item.error_message ?? item.error_category;
  return (
    <span data-outcome={item.status} className="flex items-center text-outcome-text">
      <Status status={item.status} className="font-medium" />
      {said === null ? null : (
        <span className="ml-1.5 truncate" title={item.error_category ?? undefined}>
          <VisibleText text={said} />
        </span>
      )}
    </span>
  );
}

function KeyName({ item }: { item: LogRow }) {
  if (item.key_name === null) return dash;
  const prefix = item.key_prefix?.replace(/…?$/, '…');
  return (
    <span className="text-muted" title={prefix ? `${visible(item.key_name)} (${prefix})` : undefined}>
      <VisibleText text={item.key_name} />
      {item.sharesKeyName && prefix ? <span className={`${mono} ml-1.5 text-faint`}>{prefix}</span> : null}
    </span>
  );
}
