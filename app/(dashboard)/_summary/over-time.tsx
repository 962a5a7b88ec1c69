import Link from 'next/link';
import { formatCount, formatDuration, formatPercent } from '@/app/_components/charts/format';
import { HeatStrip } from '@/app/_components/charts/heat-strip';
import { LatencyLines } from '@/app/_components/charts/latency-lines';
import { SharedTime } from '@/app/_components/charts/shared-time';
import { StackedBars } from '@/app/_components/charts/stacked-bars';
import { STATUSES } from '@/app/(dashboard)/logs/status';
import { OUTCOMES } from '@/lib/record/outcomes';
import type { Overview } from '@/lib/summary/overview';
import type { Point } from '@/lib/summary/schema';
import { logsLink } from './logs-link';

const SERVERS = 12;

/** Calls, latency and servers over one axis of time, with one crosshair and brush. */
export function OverTime({ overview }: { overview: Overview }) {
  const { points, span, servers } = overview;
  const shown = servers.slice(0, SERVERS);
  const most = Math.max(
    1,
    ...shown.flatMap(({ cells }) => cells.map((cell) => Object.values(cell).reduce((a, b) => a + b, 0))),
  );
  return (
    <>
      <SharedTime from={span.from} stepMs={span.stepMs} readings={points.map(readingOf)}>
        <h2 className="h-6 font-semibold">Calls</h2>
        <StackedBars
          steps={points.map((point) => point.by_outcome)}
          height={160}
          label="Calls over time, by outcome"
        />
        <h2 className="mt-2 h-6 font-semibold">Latency</h2>
        <LatencyLines
          steps={points.map((point) => point.latency_ms)}
          height={96}
          label="p50, p95 and p99 over time"
        />
        <h2 className="mt-2 h-6 font-semibold">Servers</h2>
        {shown.map(({ server, calls, ok, cells }) => (
          <div key={server} className="chart-row items-center text-xs leading-4">
            <Link
              href={logsLink(span, { server })}
              prefetch={false}
              className="truncate pr-2 text-right text-muted hover:underline"
            >
              {server === '' ? 'none' : server}
            </Link>
            <HeatStrip cells={cells} most={most} label={`${server}: calls over time`} />
            <span className="pl-1.5 text-right text-[11px] text-muted">{formatPercent(ok / calls)} %</span>
          </div>
        ))}
      </SharedTime>
      <FiguresTable points={points} />
    </>
  );
}

function readingOf(point: Point): string {
  const failures = OUTCOMES.filter((outcome) => outcome !== 'ok' && (point.by_outcome[outcome] ?? 0) > 0);
  const { p50, p95, p99 } = point.latency_ms;
  return [
    `${formatCount(point.calls)} calls`,
    ...failures.map((outcome) => `${point.by_outcome[outcome]} ${STATUSES[outcome].label.toLowerCase()}`),
    ...(point.calls === 0
      ? []
      : [
          `p50 ${formatDuration(p50).join(' ')}, p95 ${formatDuration(p95).join(' ')}, p99 ${formatDuration(p99).join(' ')}`,
        ]),
  ].join(' · ');
}

/** The same figures for who does not see the charts. */
function FiguresTable({ points }: { points: Point[] }) {
  return (
    <div className="sr-only">
      <table>
        <caption>Calls and latency over time</caption>
        <thead>
          <tr>
            <th>From (UTC)</th>
            <th>Calls</th>
            <th>Failed</th>
            <th>p50</th>
            <th>p95</th>
            <th>p99</th>
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.at}>
              <td>{point.at.slice(0, 16)}</td>
              <td>{point.calls}</td>
              <td>{point.calls - (point.by_outcome.ok ?? 0)}</td>
              <td>{formatDuration(point.latency_ms.p50).join(' ')}</td>
              <td>{formatDuration(point.latency_ms.p95).join(' ')}</td>
              <td>{formatDuration(point.latency_ms.p99).join(' ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
