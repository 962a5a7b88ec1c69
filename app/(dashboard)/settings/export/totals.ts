import type { DestinationReport, ExportHealth } from '@/lib/export/schema';

/** What one destination lost. What sampling left out belongs to none, so it is not among it. */
export const droppedOf = ({ dropped }: DestinationReport): number =>
  Object.values(dropped).reduce((sum, count) => sum + count, 0);

/** Over all replicas and destinations. */
export function totals({ replicas }: ExportHealth) {
  const reports = replicas.flatMap(({ destinations }) => destinations);
  return {
    exported: reports.reduce((sum, one) => sum + one.exported, 0),
    dropped: reports.reduce((sum, one) => sum + droppedOf(one), 0),
    lastSuccessAt:
      reports
        .flatMap(({ last_success_at: at }) => (at === null ? [] : [at]))
        .toSorted()
        .at(-1) ?? null,
  };
}

/** How many replicas do not have the newest settings yet. */
export const lateReplicas = ({ replicas, generation }: ExportHealth): number =>
  replicas.filter((replica) => replica.generation < generation).length;
