import type { RetentionRun } from '@/lib/generated/prisma/client';
import { recordEvent } from '../../admin-events/record';
import { actorName, requireRole, type Context } from '../../context/context';
import { inTransaction } from '../../context/transaction';
import { prisma } from '../../database/connections';
import { isUniqueViolation } from '../../database/violations';
import { AppError } from '../../errors';
import { runInBackground, type Work } from './execute';
import { holdCleanupLock, isRunning, type Held } from './lock';
import { currentRules, plan } from './preview';
import { dateOf, DAY_MS, EVERYTHING, firstKept, tooOld, type Rules } from './rules';
import { viewRun } from './runs';
import type { CleanupRun } from './schema';
import { openToken, type TokenContents } from './token';

/**
 * Starts to remove what a preview has shown, on this replica, and does not wait for the end. Throws AppError:
 * forbidden (below admin), invalid (no token of ours), conflict (too old, used before, settings have changed since,
 * another run goes on).
 */
export async function startCleanup({
  ctx,
  input: { token },
}: {
  ctx: Context;
  input: { token: string };
}): Promise<CleanupRun> {
  requireRole(ctx, 'admin');
  const contents = openToken(token, Date.now());
  const held = await holdCleanupLock();
  if (!held) throw isRunning();
  return begin(ctx, held, contents, actorName(ctx.actor));
}

/** Removes what is too old now, if anything is. null: another run goes on. */
export async function startScheduledCleanup(ctx: Context): Promise<CleanupRun | null> {
  const held = await holdCleanupLock();
  if (!held) return null;
  let contents: TokenContents;
  try {
    ({ contents } = await plan(ctx, undefined));
  } catch (error) {
    await held.release();
    throw error;
  }
  return begin(ctx, held, contents, 'schedule');
}

/** The lock goes on to the run, or is given back when there is none. */
async function begin(ctx: Context, held: Held, contents: TokenContents, by: string): Promise<CleanupRun> {
  try {
    const { rules, version } = await currentRules(ctx);
    if (version !== contents.version) throw changed();
    // Who holds the lock knows that nobody else is running, whatever the table says.
    await prisma().retentionRun.updateMany({
      where: { state: 'running' },
      data: { state: 'failed', endedAt: new Date(), message: 'The process that ran it has ended.' },
    });
    const run = await record(ctx, contents, by);
    runInBackground(ctx, held, run, workOf(contents, { ...rules, days: contents.days }));
    return viewRun(run);
  } catch (error) {
    await held.release();
    throw isUniqueViolation(error) ? used() : error;
  }
}

const changed = () =>
  new AppError('conflict', 'The settings have changed since this preview. Look at a new one, then run it.');
const used = () =>
  new AppError('conflict', 'This preview has been run already. Look at a new one, then run it.');

/** The run and its event. A run of the schedule that removes nothing leaves no event: nothing happened. */
function record(ctx: Context, contents: TokenContents, by: string): Promise<RetentionRun> {
  const kept = firstKept(contents.days, contents.today);
  const rows = contents.plan.reduce((sum, [, , , one]) => sum + one, 0);
  const bytes = contents.plan.reduce((sum, [, , , , one]) => sum + one, 0);
  return inTransaction(ctx, async (transaction) => {
    const run = await transaction.retentionRun.create({
      data: {
        id: contents.id,
        startedAt: new Date(),
        startedBy: by,
        state: 'running',
        retentionDays: contents.days,
        cutoff: kept === null ? null : new Date(kept * DAY_MS),
        plannedDays: contents.plan.length,
        plannedRows: rows,
        plannedBytes: bytes,
      },
    });
    if (by !== 'schedule' || contents.plan.length > 0)
      await recordEvent(transaction, ctx, {
        action: 'retention.cleanup',
        target: { type: 'retention', id: run.id, name: null },
        after: {
          retention_days: contents.days,
          rows,
          bytes,
          partitions: contents.plan.map(([day, whole, , count]) => ({
            day: dateOf(day),
            whole,
            rows: count,
          })),
        },
      });
    return run;
  });
}

const workOf = (contents: TokenContents, rules: Rules): Work => ({
  snapshot: contents.snapshot,
  days: contents.plan.map(([day, whole, bySize, rows, bytes]) => ({
    day,
    whole,
    rows,
    bytes,
    scope: bySize ? EVERYTHING : (tooOld(day, rules, contents.today) ?? { kind: 'only', servers: [] }),
  })),
});
