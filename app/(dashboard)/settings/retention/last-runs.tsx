import Link from 'next/link';
import { Time } from '@/app/_components/time';
import type { CleanupRun } from '@/lib/audit/retention/schema';
import { number, size } from './figures';

/** How the last runs ended. */
export function LastRuns({ runs }: { runs: CleanupRun[] }) {
  return (
    <section aria-label="Last runs" className="border-t border-line pt-4">
      <div className="flex items-baseline justify-between gap-4">
        <h2 className="font-medium">Last runs</h2>
        <Link
          href="/activity?action=retention.cleanup_end"
          prefetch={false}
          className="text-xs text-muted hover:underline"
        >
          All in admin events
        </Link>
      </div>
      {runs.length === 0 ? <p className="mt-1 text-muted">Nothing has run yet.</p> : <Table runs={runs} />}
    </section>
  );
}

const head = 'border-b border-line py-1 text-xs font-normal text-muted';

function Table({ runs }: { runs: CleanupRun[] }) {
  return (
    <div className="overflow-x-auto">
      <table className="mt-1 w-full border-collapse tabular-nums">
        <thead>
          <tr className="text-left">
            <th className={head}>When</th>
            <th className={head}>By</th>
            <th className={head}>End</th>
            <th className={`${head} text-right`}>Days</th>
            <th className={`${head} text-right`}>Calls</th>
            <th className={`${head} text-right`}>Freed</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} className="border-b border-line">
              <td className="py-1 pr-3">
                <Time at={run.started_at} show="minute" />
              </td>
              <td className="pr-3 text-muted">{run.started_by}</td>
              <td className={run.state === 'failed' ? 'pr-3 text-bad' : 'pr-3'}>
                {run.state}
                {run.message === null ? null : <span className="block text-xs">{run.message}</span>}
              </td>
              <td className="text-right">{number(run.removed.days)}</td>
              <td className="text-right">{number(run.removed.rows)}</td>
              <td className="text-right">{size(run.removed.bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
