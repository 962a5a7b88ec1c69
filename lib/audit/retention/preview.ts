import { v7 as uuidv7 } from 'uuid';
import { requireRole, type Context } from '../../context/context';
import { connections } from '../../database/connections';
import { getSettings } from '../../settings/get';
import { SECTIONS } from '../../settings/sections';
import { planCleanup, type PlannedDay, type StoredDay } from './plan';
import { dateOf, DAY_MS, dayOf, firstKept, type Rules } from './rules';
import type { CleanupPreview, CleanupQuery } from './schema';
import { countDay, storedDays } from './stored';
import { sealToken, TOKEN_LIFE_MS, type TokenContents } from './token';

/** The rules as they are set, and the version of the settings that they come from. */
export async function currentRules(ctx: Context): Promise<{ rules: Rules; version: number }> {
  const { value, version } = await getSettings({ ctx, input: { section: 'retention' } });
  return { rules: SECTIONS.retention.schema.parse(value), version };
}

/** A plan with all that a run needs to carry it out. */
export interface Planned {
  contents: TokenContents;
  rules: Rules;
  days: PlannedDay[];
  stored: StoredDay[];
}

/** What would go now. All is read in one snapshot, so that the figures belong together. */
export async function plan(ctx: Context, override: number | undefined, now = Date.now()): Promise<Planned> {
  const { rules: set, version } = await currentRules(ctx);
  const rules: Rules = override === undefined ? set : { ...set, days: override };
  const today = dayOf(now);
  const client = await connections().direct.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<{ snapshot: string }>(
      'SELECT pg_current_snapshot()::text AS snapshot',
    );
    const stored = await storedDays(client);
    const days = await planCleanup(stored, rules, today, (day) => countDay(client, day));
    await client.query('COMMIT');
    client.release();
    const contents: TokenContents = {
      id: uuidv7(),
      made: now,
      today,
      days: rules.days,
      version,
      snapshot: rows[0]?.snapshot ?? '',
      plan: days.map((one) => [one.day, one.whole, one.reason === 'size', one.rows, one.bytes]),
    };
    return { contents, rules, days, stored };
  } catch (error) {
    // Ended, not given back: it may be inside the transaction still.
    client.release(true);
    throw error;
  }
}

/** What a run would remove now, with the token that starts it. Throws AppError: forbidden (below auditor). */
export async function previewCleanup({
  ctx,
  input,
}: {
  ctx: Context;
  input: CleanupQuery;
}): Promise<CleanupPreview> {
  requireRole(ctx, 'auditor');
  const { contents, rules, days, stored } = await plan(ctx, input.retention_days);
  const kept = firstKept(rules.days, contents.today);
  const rows = total(days.map((one) => one.rows));
  return {
    retention_days: rules.days,
    cutoff_date: kept === null ? null : new Date(kept * DAY_MS).toISOString(),
    mcp_tool_call_logs: rows,
    token_usage_logs: 0,
    total: rows,
    bytes: total(days.map((one) => one.bytes)),
    oldest: iso(
      extreme(
        days.map((one) => one.oldest),
        Math.min,
      ),
    ),
    newest: iso(
      extreme(
        days.map((one) => one.newest),
        Math.max,
      ),
    ),
    partitions: days.map((one) => ({
      day: dateOf(one.day),
      whole: one.whole,
      reason: one.reason,
      rows: one.rows,
      bytes: one.bytes,
      oldest: iso(one.oldest),
      newest: iso(one.newest),
    })),
    servers: byServer(days),
    legal_hold: rules.legal_hold,
    stored_bytes: total(stored.map((one) => one.bytes)),
    token: sealToken(contents),
    expires_at: new Date(contents.made + TOKEN_LIFE_MS).toISOString(),
  };
}

const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

function extreme(times: readonly (number | null)[], choose: (one: number, other: number) => number) {
  return times.reduce((best, at) => (best === null || at === null ? (best ?? at) : choose(best, at)), null);
}

function byServer(days: readonly PlannedDay[]): CleanupPreview['servers'] {
  const rows = new Map<string, number>();
  for (const one of days.flatMap(({ servers }) => servers))
    rows.set(one.server, (rows.get(one.server) ?? 0) + one.rows);
  return [...rows]
    .map(([server, count]) => ({ server, rows: count }))
    .toSorted((one, other) => other.rows - one.rows || one.server.localeCompare(other.server));
}
