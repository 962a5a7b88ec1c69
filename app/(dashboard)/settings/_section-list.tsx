'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cn } from '@/app/_components/cn';
import { SECTION_PAGES } from './_sections';

/** A column of 200 px; on phones a line. */
export function SectionList() {
  const path = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="flex shrink-0 gap-1 overflow-x-auto border-b border-line p-2 md:w-[200px] md:flex-col md:border-r md:border-b-0"
    >
      {SECTION_PAGES.map(({ href, title }) => {
        const here = path === href;
        return (
          <Link
            key={href}
            href={href}
            prefetch={false}
            aria-current={here ? 'page' : undefined}
            className={cn(
              'flex h-7 items-center rounded-md px-2 text-muted hover:bg-hover hover:text-ink',
              here && 'bg-hover font-medium text-ink',
            )}
          >
            {title}
          </Link>
        );
      })}
    </nav>
  );
}
