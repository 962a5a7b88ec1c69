'use client';

import { ChevronsLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Button } from '@/app/_components/button';
import type { LogPage, LogQuery } from '@/lib/audit/query/schema';
import { logAddress } from './search-params';

/** The pages on either side. Each is an address of its own. */
export function Pager({ page, query }: { page: LogPage; query: LogQuery }) {
  const to = (cursor: string | null, direction: 'older' | 'newer') =>
    logAddress('/logs', addressed({ ...query, cursor, direction: direction === 'older' ? null : direction }));
  if (!page.older_cursor && !page.newer_cursor && query.cursor === undefined) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-2 px-4 py-3">
      {query.cursor === undefined ? null : (
        <PageLink href={logAddress('/logs', addressed({ ...query, cursor: null, direction: null }))}>
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

type Addressed = Omit<LogQuery, 'cursor' | 'direction'> & { cursor: string | null; direction: string | null };

/** The default number of rows stays out of the address; undefined filters are written as none. */
function addressed(query: Addressed): Parameters<typeof logAddress>[1] {
  const { server, tool, status, from, to, trace, request, cursor, direction, limit } = query;
  const filters = { server, tool, status, from, to, trace, request };
  return {
    ...Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, value ?? null])),
    cursor,
    direction,
    limit: limit === 50 ? null : limit,
  };
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
