'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useHotkeys } from '@/app/_components/hotkeys';
import { goBack, lastList } from '@/app/(dashboard)/logs/last-list';

/** Back to the list as it was, by click, by Esc or by the browser's own button. */
export function BackLink() {
  const router = useRouter();
  useHotkeys({
    Escape: () => {
      goBack();
      router.push(lastList(), { scroll: false });
    },
  });
  useEffect(() => {
    // Captured, to be there before the router: it shows the list within this very event.
    window.addEventListener('popstate', goBack, true);
    return () => window.removeEventListener('popstate', goBack, true);
  }, []);
  return (
    <Link
      href={lastList()}
      scroll={false}
      onClick={goBack}
      className="inline-flex h-7 items-center gap-1 text-muted hover:text-ink [&_svg]:size-3.5"
      title="Back to the list (Esc)"
    >
      <ArrowLeft aria-hidden /> Logs
    </Link>
  );
}
