import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Textures } from '@/app/_components/charts/textures';
import { Notice } from '@/app/_components/notice';
import type { PageProps } from '@/app/_page-props';
import { listLogs } from '@/lib/audit/query/list';
import { logQuery } from '@/lib/audit/query/schema';
import { requireUser } from '@/lib/auth/require-user';
import { readOverview } from '@/lib/summary/overview';
import { FourFigures } from './_summary/four-figures';
import { KeysList, LatestFailures, OutcomesTable, ToolsTable } from './_summary/lists';
import { Live } from './_summary/live';
import { OverTime } from './_summary/over-time';
import { RangePicker } from './_summary/range-picker';
import { readRange } from './_summary/read-range';
import { Sentence } from './_summary/sentence';

export const metadata: Metadata = { title: 'Summary' };

/**
 * At a glance: is it healthy, what is slow, what fails, who uses what. Before there is any row, an admin finds the way to
 * the first call instead.
 */
export default async function SummaryPage({ searchParams }: PageProps) {
  const { ctx, role } = await requireUser();
  if (role === 'admin') {
    const { items } = await listLogs(logQuery.parse({ limit: 1 }));
    if (items.length === 0) redirect('/start');
  }
  const { span, window, wrong } = readRange(await searchParams);
  const overview = await readOverview({ ctx, input: span });
  return (
    <>
      <Textures />
      <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-4 py-2 text-[15px] leading-6 sm:px-6 [&_b]:font-medium [&_b]:text-ink">
        <Sentence overview={overview} window={window} />
        <RangePicker window={window} />
        <Live />
      </div>
      {wrong === null ? null : (
        <Notice tone="warn" className="mx-4 my-2 sm:mx-6">
          The range in the address is not usable ({wrong}); this is the last hour.
        </Notice>
      )}
      <FourFigures overview={overview} />
      <div className="grid gap-x-8 gap-y-4 px-4 pt-2 sm:px-6 xl:grid-cols-[minmax(0,1fr)_320px]">
        <div className="relative min-w-0">
          <OverTime overview={overview} />
          <div className="h-4" />
          <ToolsTable overview={overview} />
        </div>
        <div className="min-w-0">
          <OutcomesTable overview={overview} />
          <LatestFailures overview={overview} />
          <KeysList overview={overview} />
        </div>
      </div>
    </>
  );
}
