import { afterwards } from '../record/afterwards';
import { endpointOf, methodLabel } from './endpoint';
import type { TracePoint } from './family';
import { metrics } from './registry';

/**
 * Counts one HTTP request of any kind, afterwards.
 *
 * @param startedMs performance.now() at its arrival
 * @param from the span of the request, where there is one
 */
export function countHttp(
  method: string,
  path: string,
  status: number,
  startedMs: number,
  from?: TracePoint,
): void {
  const seconds = (performance.now() - startedMs) / 1000;
  afterwards(() => {
    const labels = { method: methodLabel(method), endpoint: endpointOf(path), status: String(status) };
    const all = metrics();
    all.httpRequests.inc(labels);
    all.httpDuration.observe(labels, seconds, from);
  });
}
