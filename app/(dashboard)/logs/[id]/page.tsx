import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { HiddenNotice } from '@/app/_components/visible-text/hidden-notice';
import type { PageProps } from '@/app/_page-props';
import { getLog } from '@/lib/audit/query/get';
import type { LogDetail } from '@/lib/audit/query/schema';
import { requireUser } from '@/lib/auth/require-user';
import { AppError } from '@/lib/errors';
import { formatBytes } from '@/app/(dashboard)/logs/numbers';
import { CallError } from './call-error';
import { CallFacts } from './call-facts';
import { CallHead } from './call-head';
import { JsonView } from './json-view';

export const metadata: Metadata = { title: 'Call' };

/** One call: what was asked, what came back, how it went, and every id to follow it by. */
export default async function LogPage({ params }: PageProps<{ id: string }>) {
  const { id } = await params;
  await requireUser('viewer', `/logs/${id}`);
  const call = await findLog(id);
  return (
    <article className="px-4 pt-2 pb-8">
      <CallHead call={call} />
      <div className="mt-4 grid gap-6 lg:grid-cols-[minmax(0,1fr)_25rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <HiddenNotice texts={textsOf(call)} />
          <CallError call={call} />
          <JsonView
            title={call.method === 'tools/call' ? 'Arguments' : 'Parameters'}
            json={call.arguments}
            none={whyNoArguments(call)}
          />
          <JsonView title="Response" json={call.response} none={whyNoResponse(call)} />
        </div>
        <CallFacts call={call} />
      </div>
    </article>
  );
}

async function findLog(id: string): Promise<LogDetail> {
  try {
    return await getLog(id.toLowerCase());
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}

/** "None" only where that is so. */
function whyNoArguments(call: LogDetail): string {
  if (call.request_bytes === 0 || call.method !== null) {
    return call.status === 'denied' && call.request_bytes > 0
      ? 'Not kept: the call was refused.'
      : 'None were sent.';
  }
  return `Not kept: the ${formatBytes(call.request_bytes)} that came are no message, or were not read.`;
}

function whyNoResponse(call: LogDetail): string {
  if (call.upstream_ms === null) return 'None: the server was not called.';
  if (call.response_bytes === 0) return 'None was received.';
  return `${formatBytes(call.response_bytes)} were received, but no whole answer to this call.`;
}

/** What others have written of the call, as far as this page shows it. */
function textsOf(call: LogDetail): (string | null)[] {
  return [
    call.server,
    call.tool,
    call.method,
    call.error_message,
    call.key_name,
    call.client_name,
    call.client_version,
    call.arguments,
    call.response,
  ];
}
