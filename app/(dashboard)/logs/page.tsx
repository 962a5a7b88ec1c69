import type { Metadata } from 'next';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Notice } from '@/app/_components/notice';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { PageProps } from '@/app/_page-props';
import { publicAddress } from '@/app/_public-address';
import { PageHead } from '@/app/(dashboard)/_shell/page-head';
import { FILTER_DESCRIPTIONS } from '@/lib/audit/query/filters';
import { listLogs } from '@/lib/audit/query/list';
import { requireUser } from '@/lib/auth/require-user';
import { listServers } from '@/lib/servers/list';
import { LogsView } from './logs-view';
import { NoCalls, NoMatches, NoMoreRows } from './no-calls';
import { Pager } from './pager';
import { isFiltered, readLogQuery } from './read-query';

export const metadata: Metadata = { title: 'Logs' };

/** More than these would hide the list that they are about. */
const MOST_NOTICES = 5;

/** The log of all calls. */
export default async function LogsPage({ searchParams }: PageProps) {
  const search = await searchParams;
  const user = await requireUser('viewer', returnAddress(search));
  const { query, wrong } = readLogQuery(search);
  const [page, servers, address] = await Promise.all([
    listLogs(query),
    listServers({ ctx: user.ctx }),
    publicAddress(),
  ]);
  const slugs = servers.map((server) => server.slug);
  return (
    <>
      <PageHead title="Logs" />
      {wrong.slice(0, MOST_NOTICES).map(({ name, value, message }) => (
        <Notice key={name} tone="warn" className="mx-4 mt-2">
          The address has{' '}
          <code className="font-mono">
            <VisibleText text={`${name}=${value}`} />
          </code>
          , which is not usable ({message}) and was left out.
        </Notice>
      ))}
      <NuqsAdapter>
        <LogsView
          page={page}
          paged={query.cursor !== undefined}
          descriptions={FILTER_DESCRIPTIONS}
          servers={[...new Set([...slugs, ...(query.server ?? [])])].sort()}
          wrong={wrong.map(({ name }) => name)}
          readAt={new Date().toISOString()}
          empty={emptyState(
            query,
            <NoCalls
              admin={user.role === 'admin'}
              address={address}
              slug={servers.find((server) => server.served)?.slug}
            />,
          )}
        />
      </NuqsAdapter>
      <Pager page={page} query={query} />
    </>
  );
}

function emptyState(query: Parameters<typeof isFiltered>[0], noCalls: React.ReactNode) {
  if (query.cursor !== undefined) return <NoMoreRows />;
  return isFiltered(query) ? <NoMatches /> : noCalls;
}

/** This page's address, to come back to after signing in. */
function returnAddress(search: Awaited<PageProps['searchParams']>): string {
  const pairs = Object.entries(search).flatMap(([name, value]) =>
    [value].flat().map((text) => [name, text ?? '']),
  );
  const query = new URLSearchParams(pairs as [string, string][]).toString();
  return query === '' ? '/logs' : `/logs?${query}`;
}
