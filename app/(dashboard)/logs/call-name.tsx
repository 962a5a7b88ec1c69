import { VisibleText } from '@/app/_components/visible-text/visible-text';
import type { LogItem } from '@/lib/audit/query/schema';

/** What was called: the tool, or the method in grey when it was no tool call, or a dash. */
export function CallName({ call }: { call: Pick<LogItem, 'method' | 'tool'> }) {
  if (call.tool !== '') return <Name text={call.tool} className="text-ink" />;
  if (call.method !== null) return <Name text={call.method} className="text-muted" />;
  return <span className="text-faint">—</span>;
}

function Name({ text, className }: { text: string; className: string }) {
  return (
    <span className={`font-mono tracking-mono ${className}`}>
      <VisibleText text={text} />
    </span>
  );
}

/** The same as plain text, for titles. */
export function nameOfCall(call: Pick<LogItem, 'method' | 'tool'>): string {
  return call.tool || call.method || '—';
}
