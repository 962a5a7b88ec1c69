import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { once } from '../once';
import { catchUp } from '../record/afterwards';
import type { SpanDestination } from './destination';
import { ConfigurableSpanExporter, type GenerationHealth } from './exporter';
import type { PipelineOptions, SpanResult } from './pipeline';
import { withoutSecrets } from './without-secrets';

/** The id of the only destination where there is one. */
const MAIN = 'main';
const FLUSH_MS = 5_000;
const SHUTDOWN_MS = 3_000;

/**
 * The one span processor of the process: what OpenTelemetry's tracers and the sealed records bring goes through
 * here to the destinations, and what became of it is counted.
 */
export class SwappableSpanProcessor implements SpanProcessor {
  private readonly results = new Map<SpanResult, number>();
  private started = 0;
  private open = 0;
  private readonly exporter = new ConfigurableSpanExporter((result, count) => this.note(result, count));

  /** Sends to another destination from now on; undefined switches export off. */
  swap(destination: SpanDestination | undefined, options?: PipelineOptions): void {
    // What has been answered belongs to the destination that stood then.
    catchUp();
    this.exporter.set(MAIN, destination, options);
  }

  /** Whether spans go anywhere; without a destination none are recorded, only ids are made. */
  hasDestination(): boolean {
    return this.exporter.width > 0;
  }

  onStart(): void {
    this.started += 1;
    this.open += 1;
  }

  /** Takes a span of a library's making, which may hold what must not leave the process. */
  onEnd(span: ReadableSpan): void {
    this.open -= 1;
    if (this.hasDestination()) this.take(withoutSecrets(span));
    else this.note('dropped_no_destination', 1);
  }

  /** Takes a span that was made when it had ended already, from a sealed record: its texts are masked. */
  record(span: ReadableSpan): void {
    this.started += 1;
    if (this.hasDestination()) this.take(span);
    else this.note('dropped_no_destination', 1);
  }

  /**
   * What became of all spans: started = open + queued + the sum of the results (telemetry_spans_total). With
   * several destinations each has a copy of its own, and every copy is counted.
   */
  books(): { started: number; open: number; queued: number; results: ReadonlyMap<SpanResult, number> } {
    return { started: this.started, open: this.open, queued: this.exporter.queued, results: this.results };
  }

  /** How each destination is doing, outgoing generations included. */
  health(): GenerationHealth[] {
    return this.exporter.health();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.flush(FLUSH_MS);
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown(SHUTDOWN_MS);
  }

  private take(span: ReadableSpan): void {
    this.started += this.exporter.width - 1;
    this.exporter.take(span);
  }

  private note(result: SpanResult, count: number): void {
    this.results.set(result, (this.results.get(result) ?? 0) + count);
  }
}

/** The process's processor. */
export const spanProcessor = once('observe/exporters', () => new SwappableSpanProcessor());
