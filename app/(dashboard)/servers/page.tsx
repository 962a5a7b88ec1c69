import type { Metadata } from 'next';
import { Empty } from '@/app/_components/empty';
import { publicAddress } from '@/app/_public-address';
import { PageHead } from '@/app/(dashboard)/_shell/page-head';
import { requireUser } from '@/lib/auth/require-user';
import { env } from '@/lib/env';
import { listServers } from '@/lib/servers/list';
import { AddServer } from './add-server';
import { ServersTable } from './servers-table';

export const metadata: Metadata = { title: 'Servers' };

/** The MCP servers behind this gateway. */
export default async function ServersPage() {
  const user = await requireUser('viewer', '/servers');
  const admin = user.role === 'admin';
  const [servers, address] = await Promise.all([listServers({ ctx: user.ctx }), publicAddress()]);
  const served = servers.filter((server) => server.served).length;
  return (
    <>
      <PageHead
        title="Servers"
        says={servers.length === 0 ? undefined : `${served} of ${servers.length} served`}
      >
        {admin ? <AddServer commands={env().ALLOW_STDIO} /> : null}
      </PageHead>
      {servers.length === 0 ? (
        <Empty title="No servers yet">
          <p className="text-muted">
            {admin
              ? 'Add one here, or start with MCP_CONFIG naming a file with mcpServers, as Claude Desktop, Cursor and VS Code have it.'
              : 'An admin can add one.'}
          </p>
        </Empty>
      ) : (
        <ServersTable servers={servers} address={address} admin={admin} />
      )}
    </>
  );
}
