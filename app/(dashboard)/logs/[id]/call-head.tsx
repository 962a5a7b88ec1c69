import { Ago, Time } from '@/app/_components/time';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import { CallName } from '@/app/(dashboard)/logs/call-name';
import { STATUSES, Status } from '@/app/(dashboard)/logs/status';
import type { LogDetail } from '@/lib/audit/query/schema';
import { BackLink } from './back-link';
import { Latency } from './latency';

/** How the call went, at a glance. */
export function CallHead({ call }: { call: LogDetail }) {
  return (
    <header className="border-b border-line pb-4">
      <BackLink />
      <h1 className="mt-1 flex flex-wrap items-baseline gap-x-2 text-base font-semibold [overflow-wrap:anywhere]">
        <span className="[&>span]:text-base">
          <CallName call={call} />
        </span>
        {call.server ? (
          <span className="text-sm font-normal text-muted">
            on <VisibleText text={call.server} />
          </span>
        ) : null}
      </h1>
      <div className="mt-2 flex flex-wrap items-center gap-x-6 gap-y-1">
        <Status status={call.status} className="font-medium" />
        <Time at={call.ts} show="exact" className="text-muted" />
        <Ago at={call.ts} className="text-muted" />
      </div>
      <p className="mt-1 text-muted">{STATUSES[call.status].meaning}</p>
      <div className="mt-3">
        <Latency call={call} />
      </div>
    </header>
  );
}
