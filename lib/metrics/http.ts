import { afterwards } from '../record/afterwards';
import { endpointOf, methodLabel } from './endpoint';
import { metrics } from './registry';

/** Counts one HTTP request of any kind, afterwards. @param startedMs performance.now() at its arrival */
export function countHttp(method: string, path: string, status: number, startedMs: number): void {
  const seconds = (performance.now() - startedMs) / 1000;
  afterwards(() => {
    const labels = { method: methodLabel(method), endpoint: endpointOf(path), status: String(status) };
    const all = metrics();
    all.httpRequests.inc(labels);
    all.httpDuration.observe(labels, seconds);
  });
}
