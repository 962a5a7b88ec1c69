import { once } from '../once';

/** The last scrape that was answered. */
export interface Scrape {
  /** milliseconds since 1970 */
  at: number;
  /** how the scraper calls itself, such as "Prometheus/3.5.0" */
  by: string | null;
}

const seen = once('metrics/last-scrape', (): { last: Scrape | null } => ({ last: null }));
const MAX_NAME = 80;

/** Notes a scrape that is answered now. */
export function noteScrape(userAgent: string | null): void {
  seen().last = { at: Date.now(), by: userAgent === null ? null : userAgent.slice(0, MAX_NAME) };
}

/** The last scrape since the process began, or null. */
export const lastScrape = (): Scrape | null => seen().last;
