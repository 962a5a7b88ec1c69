import { context } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

export interface PipelineOptions {
  /** spans that may wait; beyond it the newest is dropped and counted */
  maxQueue: number;
  maxBatch: number;
  /** how long a span waits for company before it is sent */
  delayMs: number;
  /** how often a failed batch is sent again before it is dropped */
  maxAttempts: number;
  retryDelayMs: number;
}

export const DEFAULT_PIPELINE: PipelineOptions = {
  maxQueue: 10_000,
  maxBatch: 512,
  delayMs: 1_000,
  maxAttempts: 5,
  retryDelayMs: 1_000,
};

/** What became of the spans that were handed in: ended = exported + dropped + queued, at any time. */
export interface PipelineBooks {
  exported: number;
  dropped: number;
  queued: number;
}

/** What can become of a span here. */
export type SpanResult =
  | 'exported'
  | 'dropped_no_destination'
  | 'dropped_queue_full'
  | 'dropped_export_failed'
  | 'dropped_shutdown_deadline';

/**
 * A bounded queue in front of one exporter, with retry and exact books. OpenTelemetry's BatchSpanProcessor
 * forgets a batch whose export failed and does not say how many spans that cost; here a batch stays at the
 * head of the queue until it is out or given up, and each span ends up in exactly one count.
 */
export class SpanPipeline {
  private queue: ReadableSpan[] = [];
  private attempts = 0;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private closed = false;
  readonly books: PipelineBooks = { exported: 0, dropped: 0, queued: 0 };

  constructor(
    private readonly exporter: SpanExporter,
    private readonly onResult: (result: SpanResult, count: number) => void,
    private readonly options: PipelineOptions = DEFAULT_PIPELINE,
  ) {}

  /** Takes an ended span. Never waits, never throws. */
  add(span: ReadableSpan): void {
    if (this.closed || this.queue.length >= this.options.maxQueue) {
      this.drop(this.closed ? 'dropped_shutdown_deadline' : 'dropped_queue_full', 1);
      return;
    }
    this.queue.push(span);
    this.books.queued += 1;
    if (this.queue.length >= this.options.maxBatch) void this.send();
    else this.schedule(this.options.delayMs);
  }

  /** Sends what is queued; resolves when everything is out or given up, or at the deadline. */
  async flush(deadlineMs: number): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (this.queue.length > 0 && Date.now() < deadline) {
      await Promise.race([this.send(), sleepUnref(Math.max(0, deadline - Date.now()))]);
    }
  }

  /** Flushes, counts what is left at the deadline as dropped, and closes the exporter in every case. */
  async shutdown(deadlineMs: number): Promise<void> {
    await this.flush(deadlineMs);
    this.closed = true;
    clearTimeout(this.timer);
    const left = this.queue.length;
    this.queue = [];
    this.books.queued -= left;
    if (left > 0) this.drop('dropped_shutdown_deadline', left);
    await Promise.race([this.exporter.shutdown().catch(() => undefined), sleepUnref(1_000)]);
  }

  private schedule(delayMs: number): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      void this.send();
    }, delayMs).unref();
  }

  /** One batch at a time, in order. */
  private send(): Promise<void> {
    if (this.queue.length === 0) return Promise.resolve();
    return (this.sending ??= this.sendBatch().finally(() => {
      this.sending = undefined;
      if (this.queue.length > 0 && !this.closed) {
        this.schedule(this.attempts > 0 ? this.options.retryDelayMs : 0);
      }
    }));
  }

  private async sendBatch(): Promise<void> {
    const batch = this.queue.slice(0, this.options.maxBatch);
    const ok = await exportBatch(this.exporter, batch);
    if (this.closed) return;
    if (!ok && ++this.attempts < this.options.maxAttempts) {
      await sleepUnref(this.options.retryDelayMs);
      return;
    }
    this.attempts = 0;
    this.queue.splice(0, batch.length);
    this.books.queued -= batch.length;
    if (ok) {
      this.books.exported += batch.length;
      this.onResult('exported', batch.length);
    }
    if (!ok) this.drop('dropped_export_failed', batch.length);
  }

  private drop(result: SpanResult, count: number): void {
    this.books.dropped += count;
    this.onResult(result, count);
  }
}

/** Exports without tracing the export itself. A throwing exporter is a failed export. */
function exportBatch(exporter: SpanExporter, batch: ReadableSpan[]): Promise<boolean> {
  return new Promise((resolve) => {
    context.with(suppressTracing(context.active()), () => {
      try {
        exporter.export(batch, (result) => resolve(result.code === ExportResultCode.SUCCESS));
      } catch {
        resolve(false);
      }
    });
  });
}

const sleepUnref = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms).unref());
