import { EVERYTHING, isIn, tooOld, type Day, type Rules, type Scope } from './rules';

/** A day as it is stored. */
export interface StoredDay {
  day: Day;
  /** on the disk, indexes included */
  bytes: number;
  /** as PostgreSQL's statistics have it, which are not exact */
  rowsAbout: number;
}

/** The rows of one server on one day. Times are milliseconds since 1970. */
export interface ServerRows {
  server: string;
  rows: number;
  oldest: number;
  newest: number;
}

/** What goes of one day. */
export interface PlannedDay {
  day: Day;
  /** the partition is dropped, because nothing of it stays */
  whole: boolean;
  reason: 'age' | 'size';
  scope: Scope;
  rows: number;
  /** of the disk; a day that goes in part counts with its share of rows, which the next rows of that day may use */
  bytes: number;
  oldest: number | null;
  newest: number | null;
  servers: ServerRows[];
}

/**
 * What goes by the rules, the oldest day first. Days that no rule asks for are not counted.
 *
 * @param stored all days, in any order
 * @param count the rows of one day by server, exactly
 */
export async function planCleanup(
  stored: readonly StoredDay[],
  rules: Rules,
  today: Day,
  count: (day: Day) => Promise<ServerRows[]>,
): Promise<PlannedDay[]> {
  const days = stored.filter(({ day }) => day < today).toSorted((one, other) => one.day - other.day);
  const plan = new Map<Day, PlannedDay>();
  for (const one of days) {
    const scope = tooOld(one.day, rules, today);
    if (!scope) continue;
    const planned = planDay(one, scope, 'age', await count(one.day));
    if (planned) plan.set(one.day, planned);
  }
  if (rules.max_bytes !== null && !rules.legal_hold)
    await capSize(stored, days, rules, { plan, today, count, maxBytes: rules.max_bytes });
  return [...plan.values()].toSorted((one, other) => one.day - other.day);
}

/**
 * Whole days only, because rows that are deleted give nothing back to the disk. A day with a row that is held stays.
 * So do today and yesterday, which calls are still written to.
 */
async function capSize(
  stored: readonly StoredDay[],
  days: readonly StoredDay[],
  rules: Rules,
  {
    plan,
    today,
    count,
    maxBytes,
  }: {
    plan: Map<Day, PlannedDay>;
    today: Day;
    count: (day: Day) => Promise<ServerRows[]>;
    maxBytes: number;
  },
): Promise<void> {
  const isWhole = (day: Day) => plan.get(day)?.whole === true;
  let left = stored.reduce((sum, { day, bytes }) => sum + (isWhole(day) ? 0 : bytes), 0);
  for (const one of days) {
    if (left <= maxBytes || one.day >= today - 1) return;
    if (isWhole(one.day)) continue;
    const rows = await count(one.day);
    if (rows.length === 0 || rows.some(({ server }) => rules.held_servers.includes(server))) continue;
    const planned = planDay(one, EVERYTHING, 'size', rows);
    if (!planned) continue;
    plan.set(one.day, planned);
    left -= one.bytes;
  }
}

function planDay(
  stored: StoredDay,
  scope: Scope,
  reason: PlannedDay['reason'],
  counted: ServerRows[],
): PlannedDay | null {
  const servers = counted.filter(({ server }) => isIn(scope, server));
  const rows = sum(servers);
  const all = sum(counted);
  // An empty day goes when the general rule says so: it may be written to again by another rule.
  if (rows === 0 && (all > 0 || scope.kind === 'only')) return null;
  const whole = rows === all;
  return {
    day: stored.day,
    whole,
    reason,
    scope,
    rows,
    bytes: whole ? stored.bytes : Math.floor((stored.bytes * rows) / all),
    oldest: rows === 0 ? null : Math.min(...servers.map(({ oldest }) => oldest)),
    newest: rows === 0 ? null : Math.max(...servers.map(({ newest }) => newest)),
    servers,
  };
}

const sum = (servers: readonly ServerRows[]) => servers.reduce((total, { rows }) => total + rows, 0);
