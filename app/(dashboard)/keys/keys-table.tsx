'use client';

import type { ReactNode } from 'react';
import { DataTable } from '@/app/_components/data-table/data-table';
import { columnHelper } from '@/app/_components/data-table/features';
import { Time } from '@/app/_components/time';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { KeyView } from '@/lib/keys/schema';
import { RevokeKey } from './revoke-key';

const CARD = { areas: '"key actions" "scopes state"', columns: 'minmax(0, 1fr) auto' };
const column = columnHelper<KeyView>();
const reach = (key: KeyView) =>
  key.all_servers ? 'all' : key.servers.map((server) => server.slug).join(', ') || '—';

const columns = column.columns([
  column.accessor('name', {
    header: 'Key',
    size: 220,
    enableHiding: false,
    sortFn: 'alphanumeric',
    meta: { card: 'key' },
    cell: ({ row: { original: key } }) => (
      <Quiet when={key.revoked_at !== null}>
        <span className="text-sm font-medium">
          <VisibleText text={key.name} />
        </span>
        <span className="block font-mono tracking-mono text-muted">{key.prefix.replace(/…?$/, '…')}</span>
      </Quiet>
    ),
  }),
  column.accessor((key) => key.scopes.join(', '), {
    id: 'scopes',
    header: 'May',
    size: 120,
    sortFn: 'alphanumeric',
    meta: { card: 'scopes' },
    cell: ({ getValue, row }) => <Quiet when={row.original.revoked_at !== null}>{getValue()}</Quiet>,
  }),
  column.accessor(reach, {
    id: 'servers',
    header: 'Servers',
    size: 120,
    sortFn: 'alphanumeric',
    meta: { grows: true },
    cell: ({ getValue, row }) => <Quiet when={row.original.revoked_at !== null}>{getValue()}</Quiet>,
  }),
  column.accessor('created_at', {
    header: 'Created',
    size: 180,
    sortFn: 'basic',
    meta: { from: 'medium' },
    cell: ({ row: { original: key } }) => (
      <>
        <Time at={key.created_at} show="minute" />
        {key.created_by ? <span className="block text-muted">by {key.created_by}</span> : null}
      </>
    ),
  }),
  column.accessor((key) => key.last_used_at ?? '', {
    id: 'last_used',
    header: 'Last used',
    size: 140,
    sortFn: 'basic',
    cell: ({ row: { original: key } }) =>
      key.last_used_at === null ? (
        <span className="text-faint">never</span>
      ) : (
        <Time at={key.last_used_at} show="minute" />
      ),
  }),
  column.accessor((key) => key.revoked_at ?? '', {
    id: 'state',
    header: 'State',
    size: 140,
    sortFn: 'basic',
    meta: { card: 'state' },
    cell: ({ row: { original: key } }) =>
      key.revoked_at === null ? (
        <span className="text-muted">Active</span>
      ) : (
        <>
          <span className="font-medium">Revoked</span>
          <Time at={key.revoked_at} show="minute" className="block text-muted" />
        </>
      ),
  }),
]);

const actions = column.columns([
  column.display({
    id: 'actions',
    header: () => <span className="sr-only">Actions</span>,
    size: 72,
    enableHiding: false,
    enableResizing: false,
    meta: { card: 'actions', align: 'right' },
    cell: ({ row: { original: key } }) =>
      key.revoked_at === null ? <RevokeKey id={key.id} name={key.name} /> : null,
  }),
]);

const withActions = [...columns, ...actions];

/** The keys, revoked ones included: log rows still name them. */
export function KeysTable({
  keys,
  admin,
  toolbar,
}: {
  keys: KeyView[];
  /** whether the reader may revoke */
  admin: boolean;
  toolbar: ReactNode;
}) {
  return (
    <DataTable
      name="keys"
      label="Keys"
      columns={admin ? withActions : columns}
      items={keys}
      card={CARD}
      order="whole"
      toolbar={toolbar}
    />
  );
}

function Quiet({ when, children }: { when: boolean; children: ReactNode }) {
  return <span className={when ? 'text-muted' : undefined}>{children}</span>;
}
