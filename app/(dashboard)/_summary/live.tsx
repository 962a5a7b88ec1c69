'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Button } from '@/app/_components/button';

const EVERY_MS = 10_000;

/** Brings the page up to date every few seconds, as long as it is looked at. */
export function Live() {
  const router = useRouter();
  const [isOn, setOn] = useState(true);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') router.refresh();
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [isOn, router]);
  return (
    <Button aria-pressed={isOn} onClick={() => setOn(!isOn)} className={isOn ? 'text-accent' : ''}>
      <span aria-hidden className={`size-1.5 rounded-full ${isOn ? 'bg-accent' : 'bg-edge'}`} />
      Live
    </Button>
  );
}
