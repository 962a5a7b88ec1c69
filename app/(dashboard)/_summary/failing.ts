import type { Outcome } from '@/lib/record/outcomes';
import type { Overview } from '@/lib/summary/overview';

export interface FailingServer {
  server: string;
  outcome: Outcome;
  /** milliseconds since 1970 */
  since: number;
}

/** Servers whose latest calls fail by their own fault, and since when: at least half of each step with calls. */
export function failingServers({ servers, span }: Pick<Overview, 'servers' | 'span'>): FailingServer[] {
  return servers.flatMap(({ server, cells }) => {
    let first: number | null = null;
    let outcome: Outcome = 'upstream_error';
    for (let step = cells.length - 1; step >= 0; step -= 1) {
      const cell = cells[step] ?? {};
      const calls = Object.values(cell).reduce((sum, count) => sum + count, 0);
      if (calls === 0) continue;
      const [away, silent] = [cell.upstream_error ?? 0, cell.timeout ?? 0];
      if ((away + silent) * 2 < calls) break;
      outcome = silent > away ? 'timeout' : 'upstream_error';
      first = step;
    }
    return first === null ? [] : [{ server, outcome, since: span.from + first * span.stepMs }];
  });
}
