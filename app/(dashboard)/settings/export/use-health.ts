'use client';

import { useEffect, useState } from 'react';
import type { ExportHealth } from '@/lib/export/schema';

const EVERY_MS = 2_000;

/** How export fares, renewed while the page can be seen. What was known last stands while the server is away. */
export function useHealth(initial: ExportHealth): ExportHealth {
  const [health, setHealth] = useState(initial);
  useEffect(() => {
    const load = async () => {
      if (document.visibilityState !== 'visible') return;
      const answer = await fetch('/api/v1/observability/export/health').catch(() => undefined);
      if (answer?.ok) setHealth((await answer.json()) as ExportHealth);
    };
    const timer = setInterval(() => void load(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return health;
}
