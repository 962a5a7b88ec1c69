import { systemContext } from '../../context/context';
import { prisma } from '../../database/connections';
import { settings } from '../../settings/current';
import { DAY_MS, dayOf } from './rules';
import { startScheduledCleanup } from './start';

const HOUR_MS = 3_600_000;

/**
 * When the schedule runs next, in milliseconds since 1970; null: never. A run that was missed, because nothing ran
 * at that hour, is due at once.
 *
 * @param hour of the day, UTC
 * @param last when it ran last
 */
export function nextRunAt(hour: number | null, last: Date | null, now: number): number | null {
  if (hour === null) return null;
  const today = dayOf(now) * DAY_MS + hour * HOUR_MS;
  const due = today > now ? today - DAY_MS : today;
  return last !== null && last.getTime() >= due ? due + DAY_MS : due;
}

/** Runs what is due. Called every minute on every replica; the first one that comes does it. */
export async function cleanUpOnSchedule(): Promise<void> {
  const { hour } = settings('retention');
  if (hour === null) return;
  const last = await prisma().retentionRun.findFirst({
    where: { startedBy: 'schedule' },
    orderBy: { startedAt: 'desc' },
  });
  const next = nextRunAt(hour, last?.startedAt ?? null, Date.now());
  if (next !== null && next <= Date.now()) await startScheduledCleanup(systemContext('schedule'));
}
