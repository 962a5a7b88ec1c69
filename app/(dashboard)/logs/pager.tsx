import { ChevronsLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import { FILTER_DESCRIPTIONS } from '@/lib/audit/query/filters';
import type { LogPage, LogQuery } from '@/lib/audit/query/schema';
import { logAddresses } from './search-params';

const address = logAddresses(FILTER_DESCRIPTIONS);

/** The pages on either side. Each is an address of its own. */
export function Pager({ page, query }: { page: LogPage; query: LogQuery }) {
  const to = (cursor: string | null, direction: 'older' | 'newer') => addressOf(query, cursor, direction);
  if (!page.older_cursor && !page.newer_cursor && query.cursor === undefined) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 px-4 py-3">
      {query.cursor === undefined ? null : (
        <PageLink href={to(null, 'older')}>
          <ChevronsLeft aria-hidden /> Newest
        </PageLink>
      )}
      {page.newer_cursor ? (
        <PageLink href={to(page.newer_cursor, 'newer')}>
          <ChevronLeft aria-hidden /> Newer
        </PageLink>
      ) : null}
      {page.older_cursor ? (
        <PageLink href={to(page.older_cursor, 'older')}>
          Older <ChevronRight aria-hidden />
        </PageLink>
      ) : null}
    </nav>
  );
}

/** The same filters at another place. What is as usual stays out of the address. */
function addressOf(query: LogQuery, cursor: string | null, direction: 'older' | 'newer'): string {
  const filters = FILTER_DESCRIPTIONS.map(({ name }) => [name, query[name] ?? null]);
  return address('/logs', {
    ...(Object.fromEntries(filters) as Record<string, string | null>),
    cursor,
    direction: direction === 'older' ? null : direction,
    limit: query.limit === 50 ? null : query.limit,
  });
}

function PageLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Button asChild>
      <Link href={href} prefetch={false}>
        {children}
      </Link>
    </Button>
  );
}
