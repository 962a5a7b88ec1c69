import { catchUp } from '../record/afterwards';
import { metrics } from './registry';

/** The text of a scrape (Prometheus text format 0.0.4), with every call that has been answered in it. */
export async function renderMetrics(): Promise<{ body: string; contentType: string }> {
  catchUp();
  const { registry } = metrics();
  return { body: await registry.metrics(), contentType: registry.contentType };
}
