import type pg from 'pg';
import type { RetentionRun } from '@/lib/generated/prisma/client';
import { recordEvent } from '../../admin-events/record';
import type { Context } from '../../context/context';
import { inTransaction } from '../../context/transaction';
import { prisma } from '../../database/connections';
import { messageOf } from '../../errors';
import { logger } from '../../log/log';
import { slot } from '../../once';
import type { Held } from './lock';
import { countRows, deleteRows, dropPartition, pruneWithheld, recoverPartitions } from './partition';
import { dateOf, type Day, type Scope } from './rules';
import { storedDays } from './stored';

/** What a run is to remove: what its preview has shown. */
export interface Work {
  /** the transactions whose rows were shown */
  snapshot: string;
  days: WorkDay[];
}

interface WorkDay {
  day: Day;
  whole: boolean;
  scope: Scope;
  rows: number;
  bytes: number;
}

interface Removed {
  days: number;
  rows: number;
  bytes: number;
}

const ours = slot<{ stopping: boolean; over: Promise<void> }>('retention/run');

/** Carries a run out behind the answer, and gives the lock back at its end. Never throws. */
export function runInBackground(ctx: Context, held: Held, run: RetentionRun, work: Work): void {
  const state = { stopping: false, over: Promise.resolve() };
  ours.set(state);
  state.over = execute(ctx, held, run, work, () => state.stopping).catch((error: unknown) =>
    logger().error({ err: error, run: run.id }, 'the end of a cleanup could not be recorded'),
  );
}

/** Ends this process's run after the batch that it is at, and waits for that; part of a graceful stop. */
export async function stopCleanup(): Promise<void> {
  const state = ours.peek();
  if (!state) return;
  state.stopping = true;
  await state.over;
}

async function execute(
  ctx: Context,
  held: Held,
  run: RetentionRun,
  work: Work,
  isStopping: () => boolean,
): Promise<void> {
  const removed: Removed = { days: 0, rows: 0, bytes: 0 };
  let end: { state: 'done' | 'cancelled' | 'failed'; message: string | null };
  try {
    const cancelled = await removeAll(held.client, run.id, work, removed, isStopping);
    end =
      cancelled && isStopping()
        ? { state: 'failed', message: 'The process that ran it was stopped.' }
        : { state: cancelled ? 'cancelled' : 'done', message: null };
  } catch (error) {
    end = { state: 'failed', message: messageOf(error) };
  }
  try {
    await recordEnd(ctx, run, removed, end);
  } finally {
    await held.release();
  }
}

/** @returns whether somebody has cancelled it */
async function removeAll(
  client: pg.ClientBase,
  id: string,
  work: Work,
  removed: Removed,
  isStopping: () => boolean,
): Promise<boolean> {
  /** Says how far it has come, and hears whether it is to go on. */
  const goOn = async () => {
    const { cancelRequested } = await prisma().retentionRun.update({
      where: { id },
      data: removed,
      select: { cancelRequested: true },
    });
    return !cancelRequested && !isStopping();
  };
  for (const name of await recoverPartitions(client))
    logger().warn({ partition: name }, 'a partition that a broken cleanup had taken out is back');
  for (const day of work.days) {
    if (!(await goOn())) return true;
    if (day.whole && (await dropWhole(client, day, removed))) continue;
    if (!(await deletePart(client, day, work.snapshot, removed, goOn))) return true;
  }
  await goOn();
  return false;
}

/** @returns false when rows have come since the preview, which have to stay */
async function dropWhole(client: pg.ClientBase, day: WorkDay, removed: Removed): Promise<boolean> {
  const rows = await countRows(client, day.day);
  if (rows < day.rows) throw different(day);
  if (rows > day.rows) return false;
  const bytes = (await storedDays(client)).find((one) => one.day === day.day)?.bytes ?? 0;
  if (!(await dropPartition(client, day.day, day.rows))) return false;
  await pruneWithheld(client, day.day);
  removed.days += 1;
  removed.rows += rows;
  removed.bytes += bytes;
  return true;
}

/** @returns false when it was cancelled in between */
async function deletePart(
  client: pg.ClientBase,
  day: WorkDay,
  snapshot: string,
  removed: Removed,
  goOn: () => Promise<boolean>,
): Promise<boolean> {
  const before = { ...removed };
  let goesOn = true;
  await deleteRows(client, { day: day.day, scope: day.scope, snapshot }, async (rows) => {
    removed.rows += rows;
    const share = day.rows === 0 ? 0 : (removed.rows - before.rows) / day.rows;
    removed.bytes = before.bytes + Math.floor(day.bytes * share);
    goesOn = await goOn();
    return goesOn;
  });
  await pruneWithheld(client, day.day);
  if (!goesOn) return false;
  if (removed.rows - before.rows !== day.rows) throw different(day);
  removed.days += 1;
  return true;
}

const different = ({ day }: WorkDay) =>
  new Error(`${dateOf(day)} has other rows than the preview has shown. Look at a new one, then run it.`);

async function recordEnd(
  ctx: Context,
  run: RetentionRun,
  removed: Removed,
  { state, message }: { state: 'done' | 'cancelled' | 'failed'; message: string | null },
): Promise<void> {
  await inTransaction({}, async (transaction) => {
    await transaction.retentionRun.update({
      where: { id: run.id },
      data: { ...removed, state, message, endedAt: new Date() },
    });
    if (run.startedBy !== 'schedule' || run.plannedDays > 0 || state === 'failed')
      await recordEvent(transaction, ctx, {
        action: 'retention.cleanup_end',
        target: { type: 'retention', id: run.id, name: null },
        after: { state, ...removed, ...(message === null ? {} : { message }) },
      });
  });
  const figures = { run: run.id, ...removed, ...(message === null ? {} : { error: message }) };
  if (state === 'failed') logger().error(figures, 'a cleanup of the audit log has failed');
  else if (run.plannedDays > 0) logger().info(figures, `a cleanup of the audit log is ${state}`);
  await prune();
}

/** How many runs the page and the API can look back on; the admin events keep them all. */
const KEPT_RUNS = 400;

async function prune(): Promise<void> {
  const [oldest] = await prisma().retentionRun.findMany({
    orderBy: { id: 'desc' },
    skip: KEPT_RUNS,
    take: 1,
    select: { id: true },
  });
  if (oldest) await prisma().retentionRun.deleteMany({ where: { id: { lte: oldest.id } } });
}
