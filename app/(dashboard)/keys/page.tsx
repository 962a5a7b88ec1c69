import type { Metadata } from 'next';
import { Empty } from '@/app/_components/empty';
import { publicAddress } from '@/app/_public-address';
import { PageHead } from '@/app/(dashboard)/_shell/page-head';
import { requireUser } from '@/lib/auth/require-user';
import { listKeys } from '@/lib/keys/list';
import { listServers } from '@/lib/servers/list';
import { AddKey } from './add-key';
import { KeysTable } from './keys-table';

export const metadata: Metadata = { title: 'Keys' };

/** The keys of agents and scripts. */
export default async function KeysPage() {
  const { ctx, role } = await requireUser('auditor', '/keys');
  const admin = role === 'admin';
  const [keys, servers, address] = await Promise.all([
    listKeys({ ctx }),
    listServers({ ctx }),
    publicAddress(),
  ]);
  const active = keys.filter((key) => key.revoked_at === null).length;
  const choices = servers.map(({ id, slug, name }) => ({ id, slug, name }));
  return (
    <>
      <PageHead title="Keys" says={keys.length === 0 ? undefined : `${active} active, ${keys.length} in all`}>
        {admin ? <AddKey servers={choices} address={address} /> : null}
      </PageHead>
      {keys.length === 0 ? (
        <Empty title="No keys yet">
          <p className="text-muted">
            {admin
              ? 'Create one for each agent or script, so that the log can tell them apart.'
              : 'An admin can create one.'}
          </p>
        </Empty>
      ) : (
        <KeysTable
          keys={keys}
          admin={admin}
          toolbar="A key is shown once, when it is made; the log names it by name and prefix."
        />
      )}
    </>
  );
}
