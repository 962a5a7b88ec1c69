'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { useHotkeys } from '@/app/_components/hotkeys';
import { lastList, leaveCall } from '@/app/(dashboard)/logs/last-list';

/** Back to the list as it was, by click, by Esc or by the browser's own button. */
export function BackLink() {
  const router = useRouter();
  useHotkeys({ Escape: () => router.push(lastList(), { scroll: false }) });
  // Whichever way the call is left: the browser's own button says nothing before the list is there.
  useEffect(() => leaveCall, []);
  return (
    <Link
      href={lastList()}
      scroll={false}
      className="inline-flex h-7 items-center gap-1 text-muted hover:text-ink [&_svg]:size-3.5"
      title="Back to the list (Esc)"
    >
      <ArrowLeft aria-hidden /> Logs
    </Link>
  );
}
