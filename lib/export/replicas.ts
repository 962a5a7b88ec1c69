import { connections } from '../database/connections';
import { currentMasker } from '../mask/current-masker';
import { shorten } from '../mask/masker';
import { adviceFor } from '../traces/advice';
import type { GenerationHealth } from '../traces/exporter';
import type { PipelineHealth } from '../traces/pipeline';
import { spanProcessor } from '../traces/processor';
import { applier } from './apply';
import type { DestinationReport, ReplicaReport } from './schema';

/** A replica that was not heard of for so long is gone. */
const GONE_SECONDS = 30;
const MAX_SAID = 500;
const MINUTES = 60;

/**
 * Tells the others, by way of the database, which version of the settings this process sends by and how it fares.
 * Not through Prisma, whose queries are traced: this runs every few seconds.
 *
 * @param instanceId of this process
 * @returns what boot runs at intervals, and at each change
 */
export function createReplicaReporter(instanceId: string): {
  report(): Promise<void>;
  leave(): Promise<void>;
} {
  const minutes = createMinutes();
  return {
    async report() {
      const { generation, at, problems } = applier().applied();
      const report: ReplicaReport = { destinations: reportDestinations(), problems, minutes: minutes() };
      const { direct } = connections();
      await direct.query(
        `INSERT INTO export_replicas (instance_id, generation, applied_at, seen_at, report)
         VALUES ($1, $2, $3, clock_timestamp(), $4)
         ON CONFLICT (instance_id) DO UPDATE SET generation = EXCLUDED.generation,
           applied_at = EXCLUDED.applied_at, seen_at = EXCLUDED.seen_at, report = EXCLUDED.report`,
        [instanceId, generation, at, JSON.stringify(report)],
      );
      await direct.query(
        `DELETE FROM export_replicas WHERE seen_at < clock_timestamp() - make_interval(secs => $1)`,
        [GONE_SECONDS],
      );
    },
    async leave() {
      await connections().direct.query('DELETE FROM export_replicas WHERE instance_id = $1', [instanceId]);
    },
  };
}

/** How every destination fares, outgoing generations counted to the one that replaced them. */
export function reportDestinations(): DestinationReport[] {
  const processor = spanProcessor();
  const health = processor.health();
  const results = processor.resultsByDestination();
  const ids = [...new Set(health.map(({ id }) => id))];
  return ids.map((id) => {
    const own = health.filter((one) => one.id === id);
    const counts = [...(results.get(id) ?? [])];
    const sum = (read: (one: PipelineHealth) => number) => own.reduce((total, one) => total + read(one), 0);
    return {
      id,
      exported: counts.find(([result]) => result === 'exported')?.[1] ?? 0,
      dropped: Object.fromEntries(counts.filter(([result]) => result !== 'exported')),
      queued: sum((one) => one.queued),
      retried: sum((one) => one.retried),
      failed_attempts: sum((one) => one.failedAttempts),
      last_success_at: isoOrNull(Math.max(0, ...own.map(({ lastSuccessAt }) => lastSuccessAt ?? 0))),
      last_failure: lastFailure(own),
    };
  });
}

function lastFailure(own: readonly GenerationHealth[]): DestinationReport['last_failure'] {
  const failures = own.flatMap((one) => (one.lastFailure ? [one.lastFailure] : []));
  const [last] = failures.sort((one, other) => other.at - one.at);
  if (!last) return null;
  const { at, code, detail } = last;
  return {
    at: new Date(at).toISOString(),
    code,
    advice: adviceFor({ kind: 'refused', code, detail }),
    said: shorten(currentMasker().text(detail, {}), MAX_SAID),
  };
}

const isoOrNull = (ms: number): string | null => (ms === 0 ? null : new Date(ms).toISOString());

/** The last hour by minute, from totals that only grow. */
function createMinutes(): () => ReplicaReport['minutes'] {
  const kept: ReplicaReport['minutes'] = [];
  let before = { exported: 0, failed: 0 };
  return () => {
    const now = { exported: 0, failed: 0 };
    for (const results of spanProcessor().resultsByDestination().values()) {
      for (const [result, count] of results) {
        if (result === 'exported') now.exported += count;
        else now.failed += count;
      }
    }
    const minute = Math.floor(Date.now() / 60_000);
    let last = kept.at(-1);
    if (last?.minute !== minute) {
      last = { minute, exported: 0, failed: 0 };
      kept.push(last);
    }
    last.exported += now.exported - before.exported;
    last.failed += now.failed - before.failed;
    before = now;
    kept.splice(0, kept.length - MINUTES);
    return [...kept];
  };
}
