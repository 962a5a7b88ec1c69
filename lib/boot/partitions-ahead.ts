import type pg from 'pg';
import { ensurePartitions, FEWEST_DAYS_AHEAD, partitionsAhead, readHorizon } from '../audit/partitions';
import { logger } from '../log/log';
import { metrics } from '../metrics/registry';

/**
 * Makes the partitions of the next days, and raises the alarm while few are left: in the log, in the metric
 * audit_partitions_ahead_days and in health. Throws what PostgreSQL throws.
 */
export async function keepPartitionsAhead(owner: pg.Pool): Promise<void> {
  try {
    await ensurePartitions(owner);
  } finally {
    await readHorizon(owner).catch(() => undefined);
    const days = partitionsAhead();
    metrics().partitionsAhead.set(days);
    if (days < FEWEST_DAYS_AHEAD)
      logger().error({ days }, 'the audit log runs out of partitions: without one rows cannot be written');
  }
}
