import { catchUp } from '../record/afterwards';
import { spanProcessor } from '../traces/processor';
import { metrics } from './registry';

/** The text of a scrape (Prometheus text format 0.0.4). */
export async function renderMetrics(): Promise<{ body: string; contentType: string }> {
  catchUp();
  const { registry, spans, spansWaiting } = metrics();
  const { started, open, queued } = spanProcessor().books();
  // Kept in plain numbers while calls run, because a counter costs a microsecond and a call has five spans.
  spans.remove({ result: 'started' });
  spans.inc({ result: 'started' }, started);
  spansWaiting.set(open + queued);
  return { body: await registry.metrics(), contentType: registry.contentType };
}
