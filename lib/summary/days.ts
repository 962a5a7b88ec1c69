const DAY_MS = 86_400_000;

/** The beginning of the day (UTC) that a moment lies in; both in milliseconds since 1970. */
export const startOfDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

/** 2026-11-24 */
export const isoDate = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
