import { Counter, Gauge, type Registry } from 'prom-client';
import { spanProcessor } from '../traces/processor';

/** What became of spans and how their export is doing, read from the processor's own books at a scrape. */
export function addSpanMetrics(registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: 'telemetry_spans_total',
    help: 'Spans by what became of them: started = exported + dropped_* + telemetry_spans_waiting.',
    labelNames: ['result'] as const,
    registers,
    collect() {
      this.reset();
      const { started, results } = spanProcessor().books();
      this.inc({ result: 'started' }, started);
      for (const [result, count] of results) this.inc({ result }, count);
    },
  });
  new Gauge({
    name: 'telemetry_spans_waiting',
    help: 'Spans that are still open or wait for export.',
    registers,
    collect() {
      const { open, queued } = spanProcessor().books();
      this.set(open + queued);
    },
  });
  new Gauge({
    name: 'telemetry_queue_bytes',
    help: 'Size of the spans that wait for export, by destination.',
    labelNames: ['destination'] as const,
    registers,
    collect() {
      this.reset();
      for (const { id, queuedBytes } of spanProcessor().health()) this.inc({ destination: id }, queuedBytes);
    },
  });
  new Counter({
    name: 'telemetry_export_failures_total',
    help: 'Attempts to export spans that failed, by destination, since it was last exchanged.',
    labelNames: ['destination'] as const,
    registers,
    collect() {
      this.reset();
      for (const { id, failedAttempts } of spanProcessor().health())
        this.inc({ destination: id }, failedAttempts);
    },
  });
  new Counter({
    name: 'telemetry_spans_retried_total',
    help: 'Spans that were sent again after a failed attempt, by destination, since it was last exchanged.',
    labelNames: ['destination'] as const,
    registers,
    collect() {
      this.reset();
      for (const { id, retried } of spanProcessor().health()) this.inc({ destination: id }, retried);
    },
  });
  new Gauge({
    name: 'telemetry_export_last_success_timestamp_seconds',
    help: 'When a destination last took spans, in seconds since 1970; absent until it did.',
    labelNames: ['destination'] as const,
    registers,
    collect() {
      this.reset();
      for (const { id, lastSuccessAt } of spanProcessor().health())
        if (lastSuccessAt !== null) this.set({ destination: id }, lastSuccessAt / 1000);
    },
  });
}
