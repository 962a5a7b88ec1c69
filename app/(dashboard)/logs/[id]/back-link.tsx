'use client';

import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useHotkeys } from '@/app/_components/hotkeys';
import { lastList } from '@/app/(dashboard)/logs/last-list';

/** Back to the list as it was, by click or Esc. */
export function BackLink() {
  const router = useRouter();
  useHotkeys({ Escape: () => router.push(lastList()) });
  return (
    <Link
      href={lastList()}
      className="inline-flex h-7 items-center gap-1 text-muted hover:text-ink [&_svg]:size-3.5"
      title="Back to the list (Esc)"
    >
      <ArrowLeft aria-hidden /> Logs
    </Link>
  );
}
