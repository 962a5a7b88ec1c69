import type { Metadata } from 'next';
import { publicAddress } from '@/app/_public-address';
import { listLogs } from '@/lib/audit/query/list';
import { logQuery } from '@/lib/audit/query/schema';
import { requireUser } from '@/lib/auth/require-user';
import { env } from '@/lib/env';
import { listKeys } from '@/lib/keys/list';
import { listServers } from '@/lib/servers/list';
import { StartView } from './start-view';

export const metadata: Metadata = { title: 'First call' };

/** From nothing to the first call: a server, a key, a call. */
export default async function StartPage() {
  const { ctx } = await requireUser('admin', '/start');
  const [servers, keys, calls, address] = await Promise.all([
    listServers({ ctx }),
    listKeys({ ctx }),
    listLogs(logQuery.parse({ limit: 20 })),
    publicAddress(),
  ]);
  const agents = keys.filter((key) => key.revoked_at === null && key.scopes.includes('mcp'));
  return (
    <StartView
      address={address}
      commands={env().ALLOW_STDIO}
      servers={servers}
      keys={agents.map(({ name, last_used_at }) => ({ name, last_used_at }))}
      calls={calls.items.map(({ id, ts, server, tool, method, status, error_message }) => ({
        id,
        ts,
        server,
        tool,
        method,
        status,
        error_message,
      }))}
    />
  );
}
