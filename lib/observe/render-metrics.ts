import { spanProcessor } from './exporters';
import { metrics } from './registry';

/** The text of a scrape (Prometheus text format 0.0.4). */
export async function renderMetrics(): Promise<{ body: string; contentType: string }> {
  const { registry, spansWaiting } = metrics();
  const { open, queued } = spanProcessor().books();
  spansWaiting.set(open + queued);
  return { body: await registry.metrics(), contentType: registry.contentType };
}
