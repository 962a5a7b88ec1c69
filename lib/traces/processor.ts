import { trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import {
  SamplingDecision,
  type ReadableSpan,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { once } from '../once';
import { catchUp } from '../record/afterwards';
import type { SpanDestination } from './destination';
import { ConfigurableSpanExporter, type GenerationHealth } from './exporter';
import type { PipelineOptions, SpanResult } from './pipeline';
import { decider, KEEP_ALL, type Sampling } from './sampling';
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
  private sampling = decider(KEEP_ALL);
  private readonly exporter = new ConfigurableSpanExporter((result, count) => this.note(result, count));

  /**
   * Sends to another destination from now on; undefined switches export off.
   *
   * @param id tells several destinations apart, each of which has every span
   */
  swap(destination: SpanDestination | undefined, options?: PipelineOptions, id = MAIN): void {
    // What has been answered belongs to the destination that stood then.
    catchUp();
    this.exporter.set(id, destination, options);
  }

  /** Keeps other traces from now on. */
  sample(sampling: Sampling): void {
    catchUp();
    this.sampling = decider(sampling);
  }

  /** Decides at the beginning of a span of a library's making: by its parent here, or as a new trace. */
  readonly sampler: Sampler = {
    shouldSample: (parentContext, traceId) => {
      if (!this.hasDestination()) return { decision: SamplingDecision.NOT_RECORD };
      const parent = trace.getSpanContext(parentContext);
      const isChosen =
        parent && !parent.isRemote
          ? (parent.traceFlags & TraceFlags.SAMPLED) !== 0
          : this.sampling.isChosen(traceId, parent);
      // What is not chosen is recorded too: it may fail.
      return { decision: isChosen ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD };
    },
    toString: () => 'WhileThereIsADestination',
  };

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
    const isChosen = (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
    if (!this.hasDestination()) this.note('dropped_no_destination', 1);
    else if (isChosen || this.sampling.isRemarkable(span)) this.take(withoutSecrets(span));
    else this.note('dropped_sampled_out', 1);
  }

  /**
   * Takes spans that were made when they had ended already, from a sealed record: their texts are masked. They
   * belong together and are kept together.
   *
   * @param caller the span of another process that they go on from, if there is one
   */
  record(spans: readonly ReadableSpan[], caller?: SpanContext): void {
    const [first] = spans;
    if (!first) return;
    this.started += spans.length;
    if (!this.hasDestination()) return this.note('dropped_no_destination', spans.length);
    const isKept =
      this.sampling.isChosen(first.spanContext().traceId, caller) ||
      spans.some((span) => this.sampling.isRemarkable(span));
    if (!isKept) return this.note('dropped_sampled_out', spans.length);
    for (const span of spans) this.take(span);
    return undefined;
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
