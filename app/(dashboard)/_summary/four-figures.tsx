import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatCount, formatDuration, formatPercent } from '@/app/_components/charts/format';
import { Sparkline } from '@/app/_components/charts/sparkline';
import type { Overview } from '@/lib/summary/overview';
import { FAILED, logsLink } from './logs-link';

/** Calls, success, p95 and the gateway's own share, each with its shape and its change. */
export function FourFigures({ overview }: { overview: Overview }) {
  const { total, previous, points, span } = overview;
  const ok = total.error_rate === null ? null : 1 - total.error_rate;
  const okBefore = previous.error_rate === null ? null : 1 - previous.error_rate;
  const [p95, unit] = formatDuration(total.latency_ms.p95);
  const [own, ownUnit] = formatDuration(total.gateway_ms.p50);
  return (
    <div className="grid grid-cols-2 border-b border-line lg:grid-cols-4">
      <Figure
        name="Calls"
        href={logsLink(span)}
        value={formatCount(total.calls)}
        values={points.map(({ calls }) => calls)}
      >
        {previous.calls === 0 ? (
          'none in the window before'
        ) : (
          <>
            <b>{signed((total.calls / previous.calls - 1) * 100, 1)} %</b> from {formatCount(previous.calls)}
          </>
        )}
      </Figure>
      <Figure
        name="Success"
        href={logsLink(span, { status: FAILED })}
        value={ok === null ? '–' : formatPercent(ok)}
        unit={ok === null ? '' : '%'}
        values={points.map(({ calls, by_outcome: by }) => (calls === 0 ? null : (by.ok ?? 0) / calls))}
      >
        {ok === null || okBefore === null ? (
          'nothing to compare with'
        ) : (
          <>
            <b>{signed((ok - okBefore) * 100, 1)} pt</b> from {formatPercent(okBefore)} %
          </>
        )}
      </Figure>
      <Figure
        name="p95"
        href={logsLink(span)}
        value={p95}
        unit={unit}
        values={points.map((point) => point.latency_ms.p95)}
      >
        {previous.latency_ms.p95 === null ? (
          'nothing to compare with'
        ) : (
          <>from {formatDuration(previous.latency_ms.p95).join(' ')}</>
        )}
      </Figure>
      <Figure
        name="Gateway’s own share"
        href={logsLink(span)}
        value={own}
        unit={ownUnit}
        values={points.map((point) => point.gateway_ms.p50)}
      >
        {total.gateway_share === null ? (
          'no calls'
        ) : (
          <>
            <b>{formatPercent(total.gateway_share)} %</b> of the time, p95{' '}
            {formatDuration(total.gateway_ms.p95).join(' ')}
          </>
        )}
      </Figure>
    </div>
  );
}

interface FigureProps {
  name: string;
  href: string;
  value: string;
  unit?: string;
  values: (number | null)[];
  children: ReactNode;
}

function Figure({ name, href, value, unit = '', values, children }: FigureProps) {
  return (
    <section
      aria-label={name}
      className="relative h-22 border-line px-4 py-3 not-first:border-l max-lg:odd:border-l-0 max-lg:nth-[n+3]:border-t sm:px-6"
    >
      <h2 className="text-xs text-muted">{name}</h2>
      <p className="my-0.5 text-[24px] leading-7 font-semibold tracking-tight">
        <Link href={href} prefetch={false} className="hover:underline">
          {value}
        </Link>
        <span className="text-[15px] font-medium text-muted"> {unit}</span>
      </p>
      <p className="truncate text-xs text-muted">{children}</p>
      <div className="absolute top-3.5 right-6 max-sm:hidden">
        <Sparkline values={values} width={130} height={40} />
      </div>
    </section>
  );
}

const signed = (value: number, digits: number) =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
