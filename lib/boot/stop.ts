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
}

/** Stops everything. The order matters: what is being answered ends first, then its row, its spans, the database. */
export async function stop(parts: Parts, deadlineMs: number): Promise<void> {
  const endsAt = Date.now() + deadlineMs;
  const left = await gateway().drain(deadlineMs * 0.4);
  if (left > 0) logger().warn({ calls: left }, 'calls were still running at the deadline and are broken off');
  await parts.upstreams.close();
  await parts.audit.drain(deadlineMs * 0.2);
  await parts.unsure.stop();
  catchUp();
  await parts.jobs.stop();
  await stopCleanup();
  await parts.changes.stop();
  await stopTracing();
  await closeConnections();
  await parts.embedded?.stop(Math.max(1_000, endsAt - Date.now()));
  parts.release();
  logger().info('stopped');
  flushLog();
}
