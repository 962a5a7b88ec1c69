import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { ReadableSpan, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { messageOf } from '../errors';
import { once } from '../once';
import { catchUp } from '../record/afterwards';
import { logger } from '../log/log';
import { otlpJson } from './otlp-json';
import { DEFAULT_PIPELINE, SpanPipeline, type PipelineOptions, type SpanResult } from './pipeline';

/** Where traces go. One kind in this version; a new provider is a new kind here and nowhere else. */
export interface Destination {
  kind: 'otlp-http';
  url: string;
  headers: Record<string, string>;
}

/** How long an outgoing destination may take to empty its queue after a swap. */
const DRAIN_MS = 30_000;

/**
 * The one span processor of the process. Behind it stands a pipeline that can be exchanged while calls
 * run: the exchange is one assignment, so each ended span goes to exactly one destination, and the old
 * pipeline drains in the background.
 */
export class SwappableSpanProcessor implements SpanProcessor {
  private current: SpanPipeline | undefined;
  private readonly draining = new Set<SpanPipeline>();
  private started = 0;
  private open = 0;
  private readonly results = new Map<SpanResult, number>();

  /** Sends to another destination from now on; undefined switches export off. */
  swap(destination: Destination | undefined, options: PipelineOptions = DEFAULT_PIPELINE): void {
    this.swapExporter(destination && createExporter(destination), options);
  }

  /** The same with a ready-made exporter. */
  swapExporter(exporter: SpanExporter | undefined, options: PipelineOptions = DEFAULT_PIPELINE): void {
    // What has been answered belongs to the destination that stood then.
    catchUp();
    const old = this.current;
    this.current = exporter && new SpanPipeline(exporter, this.note, options);
    if (!old) return;
    this.draining.add(old);
    void old.shutdown(DRAIN_MS).finally(() => this.draining.delete(old));
  }

  /** Whether spans go anywhere; without a destination none are recorded, only ids are made. */
  hasDestination(): boolean {
    return this.current !== undefined;
  }

  onStart(): void {
    this.started += 1;
    this.open += 1;
  }

  onEnd(span: ReadableSpan): void {
    this.open -= 1;
    if (this.current) return this.current.add(span);
    this.note('dropped_no_destination', 1);
    return undefined;
  }

  /** Takes a span that was made when it had ended already. */
  record(span: ReadableSpan): void {
    this.onStart();
    this.onEnd(span);
  }

  /** What became of all spans: started = open + queued + the sum of the results (telemetry_spans_total). */
  books(): { started: number; open: number; queued: number; results: ReadonlyMap<SpanResult, number> } {
    let queued = this.current?.books.queued ?? 0;
    for (const pipeline of this.draining) queued += pipeline.books.queued;
    return { started: this.started, open: this.open, queued, results: this.results };
  }

  private readonly note = (result: SpanResult, count: number): void => {
    this.results.set(result, (this.results.get(result) ?? 0) + count);
  };

  async forceFlush(): Promise<void> {
    await Promise.all([this.current, ...this.draining].map((pipeline) => pipeline?.flush(5_000)));
  }

  async shutdown(): Promise<void> {
    await Promise.all([this.current, ...this.draining].map((pipeline) => pipeline?.shutdown(3_000)));
  }
}

/** The process's processor. */
export const spanProcessor = once('observe/exporters', () => new SwappableSpanProcessor());

function createExporter(destination: Destination): SpanExporter {
  const exporter = new OTLPTraceExporter({
    url: destination.url,
    headers: destination.headers,
    timeoutMillis: 10_000,
    keepAlive: true,
  });
  useOwnSerialiser(exporter);
  return exporter;
}

/**
 * Puts our serialiser in the place of OpenTelemetry's, which costs more than all the gateway does to make
 * the spans. Its exporter has no option for one, so the private field is set; where an upgrade has moved
 * the field, the exporter goes on with its own, and exporters.test.ts tells.
 *
 * @returns whether ours is in use now
 */
export function useOwnSerialiser(exporter: OTLPTraceExporter): boolean {
  const delegate: unknown = Reflect.get(exporter, '_delegate');
  if (typeof delegate !== 'object' || delegate === null) return false;
  const theirs: unknown = Reflect.get(delegate, '_serializer');
  if (typeof theirs !== 'object' || theirs === null || !('serializeRequest' in theirs)) return false;
  return Reflect.set(delegate, '_serializer', { ...theirs, serializeRequest: otlpJson });
}

/**
 * The destination that the environment names, by OpenTelemetry's rules: `/v1/traces` is added to the
 * endpoint, headers are `name=value` pairs with percent-encoded values, separated by commas.
 */
export function destinationFromEnvironment(
  endpoint: string | undefined,
  headers: string | undefined,
): Destination | undefined {
  if (endpoint === undefined) return undefined;
  return {
    kind: 'otlp-http',
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: parseHeaders(headers ?? ''),
  };
}

function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    if (at < 1) return [];
    try {
      return [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]];
    } catch (error) {
      logger().warn(
        { error: messageOf(error) },
        'a header in OTEL_EXPORTER_OTLP_HEADERS is not percent-encoded',
      );
      return [];
    }
  });
  return Object.fromEntries(pairs);
}
