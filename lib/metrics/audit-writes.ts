import { metrics } from './registry';
import type { TracePoint } from './family';

/** One write to the audit log, as much of it as its metrics tell. */
interface Write {
  records: readonly TracePoint[];
  durationMs: number;
  failure: string | null;
}

/** Counts one write: how many rows it held and how long they waited for their commit. */
export function countAuditWrite({ records, durationMs, failure }: Write): void {
  const all = metrics();
  all.auditBatch.observe({}, records.length, records[0]);
  all.auditCommit.observe({ result: failure === null ? 'written' : 'failed' }, durationMs / 1000, records[0]);
}
