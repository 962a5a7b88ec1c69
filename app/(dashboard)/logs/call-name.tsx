import type { LogItem } from '@/lib/audit/query/schema';

/** What was called: the tool, or the method in grey when it was no tool call, or a dash. */
export function CallName({ call }: { call: Pick<LogItem, 'method' | 'tool'> }) {
  if (call.tool !== '') return <span className="font-mono text-xs">{call.tool}</span>;
  if (call.method !== null) return <span className="font-mono text-xs text-muted">{call.method}</span>;
  return <span className="text-faint">—</span>;
}

/** The same as plain text, for titles. */
export function nameOfCall(call: Pick<LogItem, 'method' | 'tool'>): string {
  return call.tool || call.method || '—';
}
