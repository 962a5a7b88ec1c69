import { Notice } from '@/app/_components/notice';
import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { LogDetail } from '@/lib/audit/query/schema';

/** What went wrong, in the words of whoever said so, masked; and what was cut off. */
export function CallError({ call }: { call: LogDetail }) {
  const failed = call.error_category !== null || call.error_message !== null;
  return (
    <>
      {failed ? (
        <div
          data-outcome={call.status}
          className="rounded-md border border-outcome/40 bg-outcome-soft px-3 py-2"
        >
          <h2 className="font-medium">
            <span className="font-mono text-xs">{call.error_category ?? 'error'}</span>
            {call.error_code === null ? null : <span className="text-muted"> · code {call.error_code}</span>}
          </h2>
          {call.error_message ? (
            <p className="mt-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
              <VisibleText text={call.error_message} />
            </p>
          ) : null}
        </div>
      ) : null}
      {call.truncated ? (
        <Notice tone="warn">
          A payload was too long to keep whole. The client received all of it; only this copy is cut.
        </Notice>
      ) : null}
    </>
  );
}
