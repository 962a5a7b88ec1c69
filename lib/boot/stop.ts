import { stopCleanup } from '../audit/retention/execute';
import type { UnsureRows } from '../audit/unsure-rows';
import type { AuditWriter } from '../audit/writer';
import type { ChangeListener } from '../database/changes';
import { closeConnections } from '../database/connections';
import type { EmbeddedDatabase } from '../database/embedded';
import { gateway } from '../gateway/published';
import { flushLog, logger } from '../log/log';
import { catchUp } from '../record/afterwards';
import { stopTracing } from '../traces/start';
import type { Upstreams } from '../upstreams/port';
import { inOrder } from './in-order';
import type { Jobs } from './jobs';

/** What was started and has to be stopped. */
export interface Parts {
  release: () => void;
  embedded: EmbeddedDatabase | undefined;
  changes: ChangeListener;
  audit: AuditWriter;
  unsure: UnsureRows;
  upstreams: Upstreams;
  jobs: Jobs;
  replica: { leave(): Promise<void> };
}

/**
 * Stops everything. The order matters: what is being answered ends first, then its row, its spans, the database. A
 * step that fails keeps none after it from being run: a database must not outlive the process.
 */
export async function stop(parts: Parts, deadlineMs: number): Promise<void> {
  const endsAt = Date.now() + deadlineMs;
  await inOrder([
    ['calls', () => drainCalls(deadlineMs * 0.4)],
    ['upstreams', () => parts.upstreams.close()],
    ['audit', () => parts.audit.drain(deadlineMs * 0.2)],
    ['unsure rows', () => parts.unsure.stop()],
    ['afterwards', catchUp],
    ['jobs', () => parts.jobs.stop()],
    ['cleanup', stopCleanup],
    // Without it the others would wait for this one to go by newer settings.
    ['replica', () => parts.replica.leave()],
    ['changes', () => parts.changes.stop()],
    ['tracing', stopTracing],
    ['connections', closeConnections],
    ['embedded database', () => parts.embedded?.stop(Math.max(1_000, endsAt - Date.now()))],
    ['data directory', () => parts.release()],
  ]);
  logger().info('stopped');
  flushLog();
}

async function drainCalls(deadlineMs: number): Promise<void> {
  const left = await gateway().drain(deadlineMs);
  if (left > 0) logger().warn({ calls: left }, 'calls were still running at the deadline and are broken off');
}
