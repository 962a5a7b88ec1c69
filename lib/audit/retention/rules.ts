import type { SettingsOf } from '../../settings/sections';

export const DAY_MS = 86_400_000;

/** Days since 1970, in UTC: what a partition is named by. */
export type Day = number;
export const dayOf = (at: number): Day => Math.floor(at / DAY_MS);
export const dateOf = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

const TABLE = 'tool_call_logs';
export const partitionOf = (day: Day): string => `${TABLE}_${dateOf(day).replaceAll('-', '')}`;

/** The day of a partition by its name; undefined for a table that is none of ours. */
export function dayOfPartition(name: string): Day | undefined {
  const [, year, month, date] = /^tool_call_logs_(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
  return year === undefined ? undefined : dayOf(Date.parse(`${year}-${month}-${date}T00:00:00Z`));
}

export type Rules = SettingsOf<'retention'>;

/** Whose rows of a day go: those of these servers, or of all but these. */
export interface Scope {
  kind: 'only' | 'all_but';
  servers: string[];
}
export const EVERYTHING: Scope = { kind: 'all_but', servers: [] };

export const isIn = (scope: Scope, server: string): boolean =>
  scope.servers.includes(server) === (scope.kind === 'only');

/** The first day that stays by an age in days: today and as many whole days before it. null: all stay. */
export const firstKept = (days: number | null, today: Day): Day | null =>
  days === null ? null : today - days;

/** What of a day is too old by the rules; null: nothing. The cap on size is not asked here. */
export function tooOld(day: Day, rules: Rules, today: Day): Scope | null {
  if (rules.legal_hold) return null;
  const goesBy = (days: number | null) => {
    const kept = firstKept(days, today);
    return kept !== null && day < kept;
  };
  const usually = goesBy(rules.days);
  const own = new Map(rules.overrides.map(({ server, days }) => [server, goesBy(days)]));
  for (const server of rules.held_servers) own.set(server, false);
  const exceptions = [...own].filter(([, goes]) => goes !== usually).map(([server]) => server);
  if (usually) return { kind: 'all_but', servers: exceptions };
  return exceptions.length === 0 ? null : { kind: 'only', servers: exceptions };
}
