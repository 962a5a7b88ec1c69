import type { Metadata } from 'next';
import { Notice } from '@/app/_components/notice';
import type { PageProps } from '@/app/_page-props';
import { previewCleanup } from '@/lib/audit/retention/preview';
import { cleanupQuery, type CleanupStatus } from '@/lib/audit/retention/schema';
import { cleanupStatus } from '@/lib/audit/retention/status';
import { requireUser } from '@/lib/auth/require-user';
import { getSettings } from '@/lib/settings/get';
import { SECTIONS } from '@/lib/settings/sections';
import { amount, size } from './figures';
import { KeepForm } from './keep-form';
import { LastRuns } from './last-runs';
import { LimitsForm } from './limits-form';
import { Presets } from './presets';
import { RunForm } from './run-form';
import { Running } from './running';
import { StoredByDay } from './stored-by-day';
import { WhatGoes } from './what-goes';

export const metadata: Metadata = { title: 'Retention' };

/** How long the log is kept, what that would remove, and the runs that have removed something. */
export default async function RetentionPage({ searchParams }: PageProps) {
  const { ctx, role } = await requireUser('auditor', '/settings/retention');
  const search = await searchParams;
  const asked = cleanupQuery.safeParse({ retention_days: search['days'] });
  const chosen = asked.success ? asked.data.retention_days : undefined;
  const [section, status] = await Promise.all([
    getSettings({ ctx, input: { section: 'retention' } }),
    cleanupStatus({ ctx }),
  ]);
  // While a run goes on the page looks again every second, and a preview counts rows.
  const preview = status.running ? null : await previewCleanup({ ctx, input: { retention_days: chosen } });
  const rules = SECTIONS.retention.schema.parse(section.value);
  const admin = role === 'admin';
  return (
    <div className="flex min-h-full flex-col">
      <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 border-b border-line px-4 py-2">
        <h1 className="text-base text-muted">
          <State days={rules.days} status={status} />
        </h1>
        {section.updated_by === null ? null : (
          <p className="text-xs text-muted">
            changed by {section.updated_by} on {section.updated_at?.slice(0, 16).replace('T', ' ')} UTC
          </p>
        )}
      </div>
      <div className="flex w-full max-w-[680px] flex-col gap-5 px-4 py-4">
        {rules.legal_hold ? (
          <Notice tone="warn" title="Legal hold">
            Nothing is removed, by age or by size, until the hold is lifted below.
          </Notice>
        ) : null}
        {status.partitions_ahead_days < 3 ? (
          <Notice tone="bad" title="The log runs out of partitions">
            There are partitions for {status.partitions_ahead_days} more days. The server’s log says why no
            others are made; without one calls are refused.
          </Notice>
        ) : null}
        <Presets set={rules.days} chosen={chosen} days={status.stored.days} held={rules.legal_hold} />
        <StoredByDay
          days={status.stored.days}
          cutoff={preview?.cutoff_date ?? status.running?.cutoff_date ?? null}
          held={rules.legal_hold}
        />
        {status.running ? <Running run={status.running} admin={admin} /> : null}
        {preview ? <WhatGoes preview={preview} /> : null}
        {preview && admin && preview.partitions.length > 0 ? (
          <RunForm token={preview.token} rows={preview.total} />
        ) : null}
        {admin ? (
          <LimitsForm
            key={section.version}
            rules={rules}
            version={section.version}
            stored={status.stored.bytes}
          />
        ) : null}
        <LastRuns runs={status.last_runs} />
      </div>
      {admin && chosen !== undefined && chosen !== rules.days ? (
        <KeepForm version={section.version} from={rules.days} to={chosen} hour={rules.hour} />
      ) : null}
    </div>
  );
}

/** The state in one sentence. Rows are those of PostgreSQL's statistics, so that the page opens at once. */
function State({ days, status }: { days: number | null; status: CleanupStatus }) {
  const rows = status.stored.days.reduce((sum, day) => sum + day.rows_about, 0);
  const oldest = status.stored.days.find((day) => day.rows_about > 0)?.day;
  const [last] = status.last_runs;
  return (
    <>
      Keeping <Strong>{days === null ? 'all days' : amount(days, 'day')}</Strong>: about{' '}
      <Strong>{amount(rows, 'call')}</Strong>, <Strong>{size(status.stored.bytes)}</Strong>
      {oldest === undefined ? null : (
        <>
          , oldest <Strong>{oldest}</Strong>
        </>
      )}
      .{' '}
      {last === undefined
        ? 'It has not run yet.'
        : `Last run ${last.started_at.slice(0, 16).replace('T', ' ')} UTC, ${last.state}.`}
    </>
  );
}

const Strong = ({ children }: { children: string }) => (
  <strong className="font-medium text-ink">{children}</strong>
);
