import { requireRole, type Context } from '../../context/context';
import { connections, prisma } from '../../database/connections';
import { isCleanupLockHeld } from './lock';
import { currentRules } from './preview';
import { dateOf, dayOf } from './rules';
import { viewRun } from './runs';
import { nextRunAt } from './schedule';
import type { CleanupStatus } from './schema';
import { storedDays } from './stored';

const SHOWN_RUNS = 10;

/** What is stored, what runs and how the last runs ended. Throws AppError: forbidden (below auditor). */
export async function cleanupStatus({ ctx }: { ctx: Context }): Promise<CleanupStatus> {
  requireRole(ctx, 'auditor');
  const [{ rules }, rows, isHeld, stored] = await Promise.all([
    currentRules(ctx),
    prisma().retentionRun.findMany({ orderBy: { startedAt: 'desc' }, take: SHOWN_RUNS }),
    isCleanupLockHeld(),
    storedDays(connections().direct),
  ]);
  const runs = rows.map(viewRun).map((run) => (run.state === 'running' && !isHeld ? broken(run) : run));
  const today = dayOf(Date.now());
  const known = new Set(stored.map(({ day }) => day));
  let ahead = 0;
  while (known.has(today + ahead + 1)) ahead += 1;
  const past = stored.filter(({ day }) => day <= today);
  const last = rows.find(({ startedBy }) => startedBy === 'schedule')?.startedAt ?? null;
  const next = nextRunAt(rules.hour, last, Date.now());
  return {
    running: runs.find(({ state }) => state === 'running') ?? null,
    last_runs: runs.filter(({ state }) => state !== 'running'),
    next_run_at: next === null ? null : new Date(next).toISOString(),
    partitions_ahead_days: ahead,
    stored: {
      bytes: stored.reduce((sum, { bytes }) => sum + bytes, 0),
      days: past.map(({ day, rowsAbout, bytes }) => ({ day: dateOf(day), rows_about: rowsAbout, bytes })),
    },
  };
}

/** Its process has ended without a word; the next run writes that down. */
const broken = (run: CleanupStatus['last_runs'][number]): CleanupStatus['last_runs'][number] => ({
  ...run,
  state: 'failed',
  message: 'The process that ran it has ended.',
});
