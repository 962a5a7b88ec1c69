const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Until then a failure counts against the next start. */
const FORGOTTEN_AFTER_MS = 5 * 60_000;

interface Failures {
  count: number;
  /** performance.now() before which nothing is started */
  until: number;
  why: string;
}

/** How long what failed is left alone: half a second, then twice as long each time, at most 30 s. */
export class BackOff {
  private readonly failures = new Map<string, Failures>();

  /**
   * @param why what the next one who asks is told
   * @param forgiven so many failures in a row cost no wait
   */
  failed(key: string, why: string, forgiven = 0, now = performance.now()): void {
    const count = (this.failures.get(key)?.count ?? 0) + 1;
    const wait = count <= forgiven ? 0 : Math.min(LONGEST_MS, FIRST_MS * 2 ** (count - forgiven - 1));
    this.failures.set(key, { count, until: now + wait, why });
  }

  worked(key: string): void {
    this.failures.delete(key);
  }

  /** @returns how long to wait still, in milliseconds, and why; null when it may be started */
  wait(key: string, now = performance.now()): { ms: number; why: string } | null {
    const known = this.failures.get(key);
    return known && known.until > now ? { ms: known.until - now, why: known.why } : null;
  }

  forgetOld(now = performance.now()): void {
    for (const [key, { until }] of this.failures)
      if (until + FORGOTTEN_AFTER_MS < now) this.failures.delete(key);
  }
}
