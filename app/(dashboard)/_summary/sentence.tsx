import Link from 'next/link';
import { formatCount, formatDuration, formatPercent } from '@/app/_components/charts/format';
import { Time } from '@/app/_components/time';
import { STATUSES } from '@/app/(dashboard)/logs/status';
import type { Overview } from '@/lib/summary/overview';
import { failingServers } from './failing';
import { logsLink } from './logs-link';

const WORDS: Record<string, string> = {
  '15m': 'the last 15 minutes',
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
};

/** The page in one sentence: how much, how well, how fast, and what fails now. */
export function Sentence({ overview, window }: { overview: Overview; window: string | null }) {
  const { total, span } = overview;
  const range = window === null ? 'this range' : (WORDS[window] ?? `the last ${window}`);
  return (
    <h1 className="min-w-0 flex-1 text-muted max-sm:basis-full">
      {total.error_rate === null ? (
        <>No calls in {range}.</>
      ) : (
        <>
          <b>
            {formatCount(total.calls)} {total.calls === 1 ? 'call' : 'calls'}
          </b>{' '}
          in {range}, <b>{formatPercent(1 - total.error_rate)} % ok</b>, p95{' '}
          <b>{formatDuration(total.latency_ms.p95).join(' ')}</b>.
        </>
      )}
      {failingServers(overview).map(({ server, outcome, since }) => {
        const Icon = STATUSES[outcome].icon;
        return (
          <Link
            key={server}
            href={logsLink(span, { server, status: outcome })}
            data-outcome={outcome}
            className="outcome-text ml-2 inline-flex items-center gap-1 font-medium hover:underline"
          >
            <Icon aria-hidden className="size-3.5" />
            {server} fails since <Time at={new Date(since).toISOString()} show="clock" />
          </Link>
        );
      })}
    </h1>
  );
}
