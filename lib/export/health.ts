import { requireRole, type Context } from '../context/context';
import { connections } from '../database/connections';
import { replicaReport, type ExportHealth } from './schema';

/** A replica that was not heard of for so long is not shown. */
const SHOWN_SECONDS = 15;

/** How export is doing on every replica, and which of them has the newest settings. Throws AppError: forbidden. */
export async function getExportHealth({ ctx }: { ctx: Context }): Promise<ExportHealth> {
  requireRole(ctx, 'viewer');
  const { direct } = connections();
  const [saved, replicas] = await Promise.all([
    direct.query<{ version: number }>(`SELECT version FROM settings WHERE key = 'export'`),
    direct.query<{
      instance_id: string;
      generation: number;
      applied_at: Date;
      seen_at: Date;
      report: unknown;
    }>(
      `SELECT * FROM export_replicas WHERE seen_at > clock_timestamp() - make_interval(secs => $1)
        ORDER BY instance_id`,
      [SHOWN_SECONDS],
    ),
  ]);
  return {
    generation: saved.rows[0]?.version ?? 0,
    replicas: replicas.rows.flatMap(({ instance_id, generation, applied_at, seen_at, report }) => {
      // A replica of another version may say it in another way.
      const read = replicaReport.safeParse(report);
      const about = read.success ? read.data : { destinations: [], problems: [], minutes: [] };
      const times = { applied_at: applied_at.toISOString(), seen_at: seen_at.toISOString() };
      return [{ ...about, instance_id, generation, ...times }];
    }),
  };
}
