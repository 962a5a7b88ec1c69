import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatCount, formatDuration, formatPercent, formatShort } from '@/app/_components/charts/format';
import { LatencyRange } from '@/app/_components/charts/latency-range';
import { Sparkline } from '@/app/_components/charts/sparkline';
import { STATUSES } from '@/app/(dashboard)/logs/status';
import { OUTCOMES, type Outcome } from '@/lib/record/outcomes';
import type { Overview } from '@/lib/summary/overview';
import { FAILED, logsLink } from './logs-link';

const FAILURES = 5;
const cell =
  'h-7 border-b border-line px-2 text-right whitespace-nowrap first:pl-0 first:text-left last:pr-0';
const head =
  'h-6 border-b border-line px-2 text-right text-[11px] font-normal text-faint first:pl-0 first:text-left last:pr-0';

function Section({ title, says, children }: { title: string; says?: string; children: ReactNode }) {
  return (
    <section className="mb-4 min-w-0">
      <div className="flex h-7 items-center justify-between text-xs">
        <h2 className="text-sm font-semibold">{title}</h2>
        <span className="text-muted">{says}</span>
      </div>
      {children}
    </section>
  );
}

/** How calls ended, now and in the window before. */
export function OutcomesTable({ overview: { total, previous, span } }: { overview: Overview }) {
  return (
    <Section title="Outcomes">
      <table className="w-full text-xs">
        <thead>
          <tr>
            <th className={head}>Outcome</th>
            <th className={head}>Calls</th>
            <th className={head}>Share</th>
            <th className={head}>Before</th>
          </tr>
        </thead>
        <tbody>
          {OUTCOMES.map((outcome) => (
            <tr key={outcome} data-outcome={outcome}>
              <td className={cell}>
                <svg aria-hidden width={10} height={10} className="mr-2 inline-block">
                  <rect width={10} height={10} className="chart-bar" data-outcome={outcome} />
                </svg>
                <Link
                  href={logsLink(span, { status: outcome })}
                  prefetch={false}
                  className="outcome-text hover:underline"
                >
                  {STATUSES[outcome].label}
                </Link>
              </td>
              <td className={cell}>{formatCount(total.by_outcome[outcome] ?? 0)}</td>
              <td className={`${cell} text-muted`}>
                {total.calls === 0
                  ? '–'
                  : `${formatPercent((total.by_outcome[outcome] ?? 0) / total.calls)} %`}
              </td>
              <td className={`${cell} text-faint`}>{formatCount(previous.by_outcome[outcome] ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** The latest failures, those with one message as one. */
export function LatestFailures({ overview: { failures, span } }: { overview: Overview }) {
  const calls = failures.reduce((sum, group) => sum + group.calls, 0);
  return (
    <Section
      title="Latest failures"
      says={failures.length === 0 ? 'none' : `${formatCount(calls)} in ${failures.length} groups`}
    >
      <ul>
        {failures.slice(0, FAILURES).map((group) => {
          const Icon = STATUSES[group.outcome].icon;
          return (
            <li
              key={`${group.server} ${group.outcome} ${group.message}`}
              data-outcome={group.outcome}
              className="border-t border-line"
            >
              <Link
                href={logsLink(span, { status: group.outcome, server: group.server })}
                prefetch={false}
                className="grid grid-cols-[22px_minmax(0,1fr)_auto] items-center py-1 text-xs hover:bg-hover"
              >
                <Icon aria-hidden className="outcome-text size-3.5" />
                <span className="truncate font-medium">{group.message}</span>
                <b className="outcome-text justify-self-end pl-2">{formatCount(group.calls)}</b>
                <span />
                <span className="truncate text-faint">
                  <span className="text-muted">{group.server}</span> {group.tools.join(', ')}
                </span>
                <Sparkline values={group.bySteps} width={60} height={12} />
              </Link>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** The tools that fail most come first. */
export function ToolsTable({ overview: { tools, span } }: { overview: Overview }) {
  return (
    <Section title="Tools" says={`${tools.length} shown, failures first`}>
      <table className="w-full table-fixed text-xs">
        <thead>
          <tr>
            <th className={head}>Tool</th>
            <th className={`${head} w-16`}>Calls</th>
            <th className={`${head} w-16`}>Failed</th>
            <th className={`${head} w-16 max-sm:hidden`}>Rate</th>
            <th className={`${head} w-46 max-lg:hidden`}>p50 to p95, 1 ms to 60 s</th>
            <th className={`${head} w-18 max-sm:hidden`}>p50</th>
            <th className={`${head} w-18`}>p95</th>
            <th className={`${head} w-18 max-sm:hidden`}>Tokens</th>
            <th className={`${head} w-24 max-lg:hidden`}>Over time</th>
          </tr>
        </thead>
        <tbody>
          {tools.map(({ server, tool, figures, bySteps }) => {
            const filters = { server, tool };
            const worst = worstOf(figures.by_outcome);
            return (
              <tr key={`${server}/${tool}`} data-outcome={worst}>
                <td className={`${cell} truncate`}>
                  <span className="mr-3 text-muted">{server}</span>
                  <Link
                    href={logsLink(span, filters)}
                    prefetch={false}
                    className="font-mono tracking-[-0.02em] hover:underline"
                  >
                    {tool}
                  </Link>
                </td>
                <td className={cell}>{formatCount(figures.calls)}</td>
                <td className={cell}>
                  {figures.failed === 0 ? (
                    <span className="text-faint">0</span>
                  ) : (
                    <Link
                      href={logsLink(span, { ...filters, status: FAILED })}
                      prefetch={false}
                      className="outcome-text hover:underline"
                    >
                      {formatCount(figures.failed)}
                    </Link>
                  )}
                </td>
                <td className={`${cell} text-muted max-sm:hidden`}>
                  {figures.failed === 0 ? '–' : `${formatPercent(figures.error_rate ?? 0)} %`}
                </td>
                <td className={`${cell} max-lg:hidden`}>
                  <LatencyRange p50={figures.latency_ms.p50} p95={figures.latency_ms.p95} />
                </td>
                <td className={`${cell} max-sm:hidden`}>
                  {formatDuration(figures.latency_ms.p50).join(' ')}
                </td>
                <td className={cell}>{formatDuration(figures.latency_ms.p95).join(' ')}</td>
                <td className={`${cell} max-sm:hidden`}>
                  {formatShort(figures.argument_tokens + figures.result_tokens)}
                </td>
                <td className={`${cell} max-lg:hidden`}>
                  <Sparkline values={bySteps} width={84} height={18} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Section>
  );
}

/** Who calls most. */
export function KeysList({ overview: { keys } }: { overview: Overview }) {
  return (
    <Section title="Keys" says={`${keys.length} in use`}>
      <table className="w-full text-xs">
        <thead>
          <tr>
            <th className={head}>Key</th>
            <th className={head}>Calls</th>
            <th className={head}>Failed</th>
            <th className={head}>Tokens</th>
            <th className={head}>Over time</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(({ keyId, name, figures, bySteps }) => (
            <tr key={keyId}>
              <td className={cell}>{name}</td>
              <td className={cell}>{formatCount(figures.calls)}</td>
              <td className={cell}>{formatCount(figures.failed)}</td>
              <td className={cell}>{formatShort(figures.argument_tokens + figures.result_tokens)}</td>
              <td className={cell}>
                <div className="flex justify-end">
                  <Sparkline values={bySteps} width={56} height={18} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** The failure that happened most, or ok. */
function worstOf(by: Partial<Record<Outcome, number>>): Outcome {
  const failures = OUTCOMES.filter((outcome) => outcome !== 'ok' && (by[outcome] ?? 0) > 0);
  return failures.sort((a, b) => (by[b] ?? 0) - (by[a] ?? 0))[0] ?? 'ok';
}
