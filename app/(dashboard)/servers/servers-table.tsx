'use client';

import { useMemo } from 'react';
import { CopyButton } from '@/app/_components/copy-button';
import { DataTable } from '@/app/_components/data-table/data-table';
import { columnHelper } from '@/app/_components/data-table/features';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import { agentAddress } from '@/app/(dashboard)/_client-configuration';
import type { ServerView } from '@/lib/servers/schema';
import { ServerActions } from './server-actions';

const CARD = {
  areas: '"server actions" "upstream upstream" "state state"',
  columns: 'minmax(0, 1fr) auto',
};
const column = columnHelper<ServerView>();

interface Props {
  servers: ServerView[];
  /** the gateway's own address */
  address: string;
  admin: boolean;
}

/** The servers, how agents reach them, and whether they can. */
export function ServersTable({ servers, address, admin }: Props) {
  const columns = useMemo(() => columnsFor(address, admin), [address, admin]);
  return (
    <DataTable
      name="servers"
      label="Servers"
      columns={columns}
      items={servers}
      card={CARD}
      order="whole"
      toolbar={
        <p className="min-w-0 truncate">
          Agents reach them at <span className="font-mono tracking-mono">{address}/mcp/…</span>
        </p>
      }
    />
  );
}

function columnsFor(address: string, admin: boolean) {
  const shown = [
    column.accessor('name', {
      header: 'Server',
      size: 260,
      enableHiding: false,
      sortFn: 'alphanumeric',
      meta: { card: 'server' },
      cell: ({ row }) => (
        <ServerName server={row.original} address={agentAddress(address, row.original.slug)} />
      ),
    }),
    column.accessor((server) => server.url ?? server.command ?? '', {
      id: 'upstream',
      header: 'Upstream',
      size: 160,
      sortFn: 'alphanumeric',
      meta: { grows: true, card: 'upstream' },
      cell: ({ row }) => <Upstream server={row.original} />,
    }),
    column.accessor((server) => server.headers.names.join(' '), {
      id: 'headers',
      header: 'Headers',
      size: 180,
      sortFn: 'alphanumeric',
      meta: { from: 'medium' },
      cell: ({ row }) => <HeaderNames server={row.original} />,
    }),
    column.accessor((server) => (server.served ? 1 : 0), {
      id: 'state',
      header: 'State',
      size: 220,
      sortFn: 'basic',
      meta: { card: 'state' },
      cell: ({ row }) => <Served server={row.original} />,
    }),
    column.display({
      id: 'actions',
      header: () => <span className="sr-only">Actions</span>,
      size: 168,
      enableHiding: false,
      enableResizing: false,
      meta: { card: 'actions' },
      cell: ({ row }) => <ServerActions server={row.original} />,
    }),
  ];
  return column.columns(admin ? shown : shown.filter(({ id }) => id !== 'actions'));
}

function ServerName({ server, address }: { server: ServerView; address: string }) {
  return (
    <>
      <span className="text-sm font-medium">
        <VisibleText text={server.name} />
      </span>
      {server.origin === 'config' ? (
        <span
          className="ml-2 inline-block rounded-sm border border-line-2 px-1 text-2xs font-medium text-muted"
          title="Comes from the file that MCP_CONFIG names: change it there. Here it can only be switched off and on."
        >
          MCP_CONFIG
        </span>
      ) : null}
      <span className="flex items-center gap-1 text-muted">
        <span className="font-mono tracking-mono" title={address}>
          /mcp/{server.slug}
        </span>
        <CopyButton text={address} what={`agent address of ${server.name}`} className="size-5" />
      </span>
    </>
  );
}

function Upstream({ server }: { server: ServerView }) {
  return (
    <>
      <span className="font-mono tracking-mono">
        <VisibleText text={server.url ?? server.command ?? ''} />
      </span>
      <span className="block text-muted">{server.transport === 'http' ? 'Streamable HTTP' : 'stdio'}</span>
    </>
  );
}

function HeaderNames({ server }: { server: ServerView }) {
  if (!server.headers.configured) return <span className="text-faint">none</span>;
  return (
    <>
      <span className="font-mono tracking-mono">{server.headers.names.join(', ')}</span>
      <span className="block text-muted">configured, values hidden</span>
    </>
  );
}

/** As everywhere, what is as it should be is quiet. */
function Served({ server }: { server: ServerView }) {
  if (server.served) return <span className="text-muted">Served</span>;
  return (
    <>
      <span className="font-medium">Not served</span>
      <span className="block text-muted">{server.not_served_because}</span>
    </>
  );
}
