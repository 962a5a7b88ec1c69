import { spanProcessor } from './exporters';
import { metrics } from './registry';

/** The text of a scrape (Prometheus text format 0.0.4) with the books of the span pipelines brought up to date. */
export async function renderMetrics(): Promise<{ body: string; contentType: string }> {
  const { registry, spansQueued } = metrics();
  spansQueued.set(spanProcessor().books().queued);
  return { body: await registry.metrics(), contentType: registry.contentType };
}
