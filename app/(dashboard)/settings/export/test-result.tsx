import { Check, X } from 'lucide-react';
import type { TestResultView } from '@/lib/export/schema';

/** What became of a test span: the destination's real answer, and what to do about it. */
export function TestResult({ result }: { result: TestResultView }) {
  const { ok, code, host, latency_ms: latency, rejected, advice, said } = result;
  const Icon = ok ? Check : X;
  return (
    <section role="status" aria-label="Answer to the test span" className="rounded-md border border-line">
      <p className="flex min-h-9 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1.5">
        <Icon aria-hidden className={ok ? 'size-3.5' : 'size-3.5 text-bad'} />
        <span>
          <b className={ok ? 'font-medium' : 'font-medium text-bad'}>{ok ? 'Accepted' : 'Not accepted'}</b> by{' '}
          {host} in <b className="font-medium">{latency} ms</b>
        </span>
      </p>
      <div className="flex flex-col gap-1 bg-panel px-3 py-2 [overflow-wrap:anywhere]">
        <p>{advice}</p>
        <p className="font-mono text-xs tracking-mono text-muted">
          {code}
          {rejected > 0 ? ` · partial success: ${rejected} rejected` : ''}
          {said === '' ? '' : ` · ${said}`}
        </p>
        <p className="font-mono text-xs tracking-mono text-muted">
          trace <span className="text-ink">{result.trace_id}</span>{' '}
          {result.trace_url === null ? null : (
            <a
              href={result.trace_url}
              target="_blank"
              rel="noreferrer"
              className="font-sans text-accent underline"
            >
              Look it up there
            </a>
          )}
        </p>
      </div>
    </section>
  );
}
