import type { Metadata } from 'next';
import Link from 'next/link';
import { Button } from '@/app/_components/button';
import { Empty } from '@/app/_components/empty';
import { Notice } from '@/app/_components/notice';
import type { PageProps, SearchParams } from '@/app/_page-props';
import { PageHead } from '@/app/(dashboard)/_shell/page-head';
import { listAdminEvents } from '@/lib/admin-events/list';
import { adminEventQuery } from '@/lib/admin-events/schema';
import { requireUser } from '@/lib/auth/require-user';
import { EventsTable } from './events-table';

export const metadata: Metadata = { title: 'Activity' };

/** What people changed, and who signed in. */
export default async function ActivityPage({ searchParams }: PageProps) {
  const { ctx } = await requireUser('auditor', '/activity');
  const search = await searchParams;
  const asked = adminEventQuery.strict().safeParse(search);
  const query = asked.success ? asked.data : adminEventQuery.parse({});
  const page = await listAdminEvents({ ctx, input: query });
  const filtered = asked.success && Object.keys(search).length > 0;
  return (
    <>
      <PageHead title="Activity">
        {filtered ? (
          <Button asChild>
            <Link href="/activity" prefetch={false}>
              Show all, newest first
            </Link>
          </Button>
        ) : null}
      </PageHead>
      {asked.success ? null : (
        <Notice tone="warn" className="mx-4 mb-2">
          The address has a filter that is not usable, so that everything is shown.
        </Notice>
      )}
      {page.items.length === 0 ? (
        <Empty title={filtered ? 'Nothing fits' : 'Nothing has been changed yet'}>
          <p className="text-muted">
            Each change of a server, a key, an account or a setting is kept here, and each sign-in.
          </p>
        </Empty>
      ) : (
        <EventsTable events={page.items} />
      )}
      {page.older_cursor === null ? null : (
        <nav aria-label="Pages" className="flex items-center justify-end gap-2 px-4 py-3">
          <Button asChild>
            <Link href={`/activity?${withCursor(search, page.older_cursor)}`} prefetch={false}>
              Older
            </Link>
          </Button>
        </nav>
      )}
    </>
  );
}

/** The same filters, further back. */
function withCursor(search: SearchParams, cursor: string): string {
  const filters = Object.entries({ ...search, cursor }).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return new URLSearchParams(filters).toString();
}
