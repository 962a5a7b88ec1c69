'use client';

import Link from 'next/link';
import { DataTable } from '@/app/_components/data-table/data-table';
import { columnHelper } from '@/app/_components/data-table/features';
import { Time } from '@/app/_components/time';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { AdminEventView } from '@/lib/admin-events/schema';

const CARD = { areas: '"when who" "what what"', columns: 'minmax(0, 1fr) minmax(0, 1fr)' };
const column = columnHelper<AdminEventView>();
const only = (filter: Record<string, string>) => `/activity?${new URLSearchParams(filter)}`;

const columns = column.columns([
  column.accessor('ts', {
    header: 'When',
    size: 180,
    enableHiding: false,
    meta: { card: 'when' },
    cell: ({ getValue }) => <Time at={getValue()} show="minute" />,
  }),
  column.accessor((event) => event.actor.name, {
    id: 'who',
    header: 'Who',
    size: 200,
    meta: { card: 'who' },
    cell: ({ row: { original: event } }) => (
      <>
        <Link href={only({ actor: event.actor.name })} prefetch={false} className="hover:underline">
          <VisibleText text={event.actor.name} />
        </Link>
        <span className="block text-muted">
          {event.actor.kind}
          {event.client_address === null ? null : ` · ${event.client_address}`}
        </span>
      </>
    ),
  }),
  column.accessor('action', {
    header: 'What',
    size: 220,
    meta: { card: 'what' },
    cell: ({ row: { original: event } }) => (
      <>
        <Link
          href={only({ action: event.action })}
          prefetch={false}
          className="font-mono tracking-mono hover:underline"
        >
          {event.action}
        </Link>
        <span className="block">
          <VisibleText text={event.target.name ?? event.target.type} />
        </span>
      </>
    ),
  }),
  column.display({
    id: 'change',
    header: 'Change',
    size: 320,
    meta: { grows: true, from: 'medium' },
    cell: ({ row: { original: event } }) => <Change before={event.before} after={event.after} />,
  }),
]);

/** Who did what to what, and what was different afterwards. */
export function EventsTable({ events }: { events: AdminEventView[] }) {
  return (
    <DataTable
      name="activity"
      label="Admin events"
      columns={columns}
      items={events}
      card={CARD}
      order={{ column: 'ts', as: 'descending' }}
    />
  );
}

/** Field by field, the old value before the new one. */
function Change({ before, after }: Pick<AdminEventView, 'before' | 'after'>) {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return (
    <dl className="font-mono tracking-mono">
      {names.map((name) => (
        <div key={name} className="flex flex-wrap gap-x-1.5 [overflow-wrap:anywhere]">
          <dt className="text-muted">{name}</dt>
          <dd>
            {before && name in before ? <del className="text-muted">{shown(before[name])}</del> : null}{' '}
            {after && name in after ? <ins className="no-underline">{shown(after[name])}</ins> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
