'use client';

import { Button } from '@/app/_components/button';
import { Empty } from '@/app/_components/empty';

/** A page that could not be made, mostly because the database did not answer. */
export default function DashboardError({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <Empty title="This page could not be loaded">
      <p className="text-muted">
        Most often the database did not answer in time. Calls through the gateway are handled apart from this
        page. Try again; if it stays, the server’s log says why
        {digest ? (
          <>
            {' '}
            (digest <code className="font-mono">{digest}</code>)
          </>
        ) : null}
        .
      </p>
      <div>
        <Button onClick={() => retry()}>Try again</Button>
      </div>
    </Empty>
  );
}
