import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { AnswerCode, Delivery, SpanDestination } from './destination';
import { spanBytes } from './span-bytes';

export interface PipelineOptions {
  /** spans that may wait; beyond it the newest is dropped and counted */
  maxQueue: number;
  /** the same by their size, in bytes as spanBytes() has them */
  maxQueueBytes: number;
  maxBatch: number;
  maxBatchBytes: number;
  /** how long a span waits for company before it is sent */
  delayMs: number;
  /** how long a span may wait for a destination that takes nothing, before it is dropped */
  maxAgeMs: number;
  /** how long one attempt may take */
  timeoutMs: number;
  /** the pause after a first failure; it doubles with each further one */
  retryDelayMs: number;
  maxRetryDelayMs: number;
}

export const DEFAULT_PIPELINE: PipelineOptions = {
  maxQueue: 50_000,
  maxQueueBytes: 64 * 1024 * 1024,
  maxBatch: 512,
  maxBatchBytes: 768 * 1024,
  delayMs: 1_000,
  maxAgeMs: 10 * 60_000,
  timeoutMs: 10_000,
  retryDelayMs: 1_000,
  maxRetryDelayMs: 30_000,
};

/** What can become of a span. A name that begins with "dropped_" is a loss, by its reason. */
export type SpanResult =
  | 'exported'
  | 'dropped_no_destination'
  /** not among the traces that are kept (sampling) */
  | 'dropped_sampled_out'
  | 'dropped_queue_full'
  | 'dropped_too_old'
  /** the destination refused the batch for good */
  | 'dropped_refused'
  /** the destination took the batch and threw this span away (partial success) */
  | 'dropped_rejected'
  | 'dropped_shutdown_deadline';

/** What became of the spans that were handed in: taken = queued + the sum of the results, at any time. */
export interface PipelineBooks {
  taken: number;
  queued: number;
  queuedBytes: number;
  results: ReadonlyMap<SpanResult, number>;
}

/** How the last attempts went. Times are milliseconds since 1970. */
export interface PipelineHealth extends PipelineBooks {
  /** attempts that failed, and spans that were sent again after one */
  failedAttempts: number;
  retried: number;
  lastSuccessAt: number | null;
  /** what the destination said is raw: whoever shows it masks it */
  lastFailure: { at: number; code: AnswerCode; detail: string } | null;
}

interface Waiting {
  span: ReadableSpan;
  bytes: number;
  /** performance.now() */
  since: number;
}

/** A pause differs by up to this part of itself, so that many gateways do not come back in the same moment. */
const JITTER = 0.2;
/** Whatever a destination asks for, it is tried again after this time. */
const MAX_ASKED_PAUSE_MS = 5 * 60_000;
const CLOSE_MS = 1_000;

/**
 * A bounded queue in front of one destination, with the only retry loop there is and exact books.
 * OpenTelemetry's BatchSpanProcessor forgets a batch whose export failed and does not say how many spans that
 * cost; here a batch stays at the head of the queue until it is out or given up, and each span ends up in
 * exactly one count.
 */
export class SpanPipeline {
  private queue: Waiting[] = [];
  private bytes = 0;
  private taken = 0;
  private readonly results = new Map<SpanResult, number>();
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private pause: { endsAt: number; cut: () => void } | undefined;
  private flushing = 0;
  private closed = false;
  /** failures since the last success */
  private failures = 0;
  /** less than maxBatch after a batch that was too large */
  private batchLimit: number;
  private failedAttempts = 0;
  private retried = 0;
  private lastSuccessAt: number | null = null;
  private lastFailure: PipelineHealth['lastFailure'] = null;

  constructor(
    private readonly destination: SpanDestination,
    private readonly onResult: (result: SpanResult, count: number) => void,
    private readonly options: PipelineOptions = DEFAULT_PIPELINE,
  ) {
    this.batchLimit = options.maxBatch;
  }

  /** Takes an ended span. Never waits, never throws. */
  add(span: ReadableSpan): void {
    this.taken += 1;
    if (this.closed) return this.settle('dropped_shutdown_deadline', 1);
    const bytes = spanBytes(span);
    const { maxQueue, maxQueueBytes, maxBatch, delayMs } = this.options;
    if (this.queue.length >= maxQueue || this.bytes + bytes > maxQueueBytes) {
      return this.settle('dropped_queue_full', 1);
    }
    this.queue.push({ span, bytes, since: performance.now() });
    this.bytes += bytes;
    if (this.queue.length >= maxBatch) void this.work();
    else this.timer ??= setTimeout(() => void this.work(), delayMs).unref();
    return undefined;
  }

  get queued(): number {
    return this.queue.length;
  }

  health(): PipelineHealth {
    const { taken, results, failedAttempts, retried, lastSuccessAt, lastFailure } = this;
    const books = { taken, queued: this.queue.length, queuedBytes: this.bytes, results };
    return { ...books, failedAttempts, retried, lastSuccessAt, lastFailure };
  }

  /** Sends what is queued; resolves when everything is out or given up, or at the deadline. */
  async flush(deadlineMs: number): Promise<void> {
    const deadline = performance.now() + deadlineMs;
    this.flushing += 1;
    // A pause that the deadline does not leave time for is cut short: one last attempt is better than none.
    if (this.pause && this.pause.endsAt > deadline) this.pause.cut();
    while (this.queue.length > 0 && performance.now() < deadline) {
      await Promise.race([this.work(), sleep(deadline - performance.now())]);
    }
    this.flushing -= 1;
  }

  /** Flushes, counts what is left at the deadline as dropped, and closes the destination in every case. */
  async shutdown(deadlineMs: number): Promise<void> {
    await this.flush(deadlineMs);
    this.closed = true;
    clearTimeout(this.timer);
    this.pause?.cut();
    this.take(this.queue.length, 'dropped_shutdown_deadline');
    await Promise.race([this.destination.shutdown().catch(() => undefined), sleep(CLOSE_MS)]);
  }

  /** Sends batch after batch, one at a time and in order; asked again meanwhile, it is the same work. */
  private work(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.working ??= this.sendAll().finally(() => {
      this.working = undefined;
      if (this.queue.length > 0 && !this.closed) {
        this.timer ??= setTimeout(() => void this.work(), this.options.delayMs).unref();
      }
    }));
  }

  private async sendAll(): Promise<void> {
    for (;;) {
      this.dropOld();
      const batch = this.nextBatch();
      if (batch.length === 0 || this.closed) return;
      const delivery = await deliver(this.destination, batch, this.options.timeoutMs);
      // What was under way at the deadline has been counted there.
      if (this.closed) return;
      this.account(batch.length, delivery);
      if (delivery.kind === 'later') await this.rest(delivery.afterMs);
      else if (this.failures > 0) await this.rest(undefined);
      const isUnfinished = delivery.kind === 'later' || delivery.kind === 'too_large';
      // A batch that is not full waits for company.
      if (!isUnfinished && this.flushing === 0 && this.queue.length < this.options.maxBatch) return;
    }
  }

  private nextBatch(): ReadableSpan[] {
    const batch: ReadableSpan[] = [];
    let bytes = 0;
    for (const waiting of this.queue) {
      bytes += waiting.bytes;
      const isFull = batch.length >= this.batchLimit || bytes > this.options.maxBatchBytes;
      // One span alone always goes, whatever its size.
      if (isFull && batch.length > 0) break;
      batch.push(waiting.span);
    }
    return batch;
  }

  /** Books what became of the batch at the head of the queue. */
  private account(count: number, delivery: Delivery): void {
    if (delivery.kind === 'taken') {
      const again = this.setAside(delivery.again ?? [], count);
      const settled = count - again.length;
      const rejected = Math.min(settled, delivery.rejected);
      this.take(settled - rejected, 'exported');
      this.take(rejected, 'dropped_rejected');
      this.queue.unshift(...again);
      this.retried += again.length;
      this.failures = again.length > 0 ? this.failures + 1 : 0;
      this.batchLimit = this.options.maxBatch;
      this.lastSuccessAt = Date.now();
      if (rejected + again.length > 0) this.noteFailure(delivery.code, delivery.note ?? '');
      return;
    }
    this.failedAttempts += 1;
    this.noteFailure(delivery.code, delivery.detail);
    if (delivery.kind === 'later') {
      this.failures += 1;
      this.retried += count;
    } else if (delivery.kind === 'too_large' && count > 1) {
      this.batchLimit = Math.ceil(count / 2);
    } else {
      this.take(count, 'dropped_refused');
      this.failures = 0;
    }
  }

  /** Takes those at these places of the batch out of the queue without a result: they come back to its head. */
  private setAside(places: readonly number[], count: number): Waiting[] {
    if (places.length === 0) return [];
    const aside = new Set(places);
    const batch = this.queue.splice(0, count);
    this.queue.unshift(...batch.filter((_, place) => !aside.has(place)));
    return batch.filter((_, place) => aside.has(place));
  }

  private noteFailure(code: AnswerCode, detail: string): void {
    this.lastFailure = { at: Date.now(), code, detail };
  }

  private dropOld(): void {
    const oldest = performance.now() - this.options.maxAgeMs;
    let count = 0;
    while ((this.queue[count]?.since ?? Number.POSITIVE_INFINITY) < oldest) count += 1;
    this.take(count, 'dropped_too_old');
  }

  /** Takes the first spans out of the queue, with what became of them. */
  private take(count: number, result: SpanResult): void {
    if (count === 0) return;
    for (const { bytes } of this.queue.splice(0, count)) this.bytes -= bytes;
    this.settle(result, count);
  }

  private settle(result: SpanResult, count: number): void {
    this.results.set(result, (this.results.get(result) ?? 0) + count);
    this.onResult(result, count);
  }

  /** Waits before the next attempt: as long as the destination asked for, else twice as long each time. */
  private async rest(askedMs: number | undefined): Promise<void> {
    const { retryDelayMs, maxRetryDelayMs } = this.options;
    const backOff = Math.min(retryDelayMs * 2 ** (this.failures - 1), maxRetryDelayMs);
    const spread = 1 + JITTER * (2 * Math.random() - 1);
    const ms = askedMs === undefined ? backOff * spread : Math.min(askedMs, MAX_ASKED_PAUSE_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      const cut = () => {
        clearTimeout(timer);
        resolve();
      };
      this.pause = { endsAt: performance.now() + ms, cut };
    });
    this.pause = undefined;
  }
}

/** Sends without tracing the sending itself. A destination that throws has failed for now. */
function deliver(destination: SpanDestination, batch: ReadableSpan[], timeoutMs: number): Promise<Delivery> {
  return context.with(suppressTracing(context.active()), async (): Promise<Delivery> => {
    try {
      return await destination.send(batch, timeoutMs);
    } catch (error) {
      return { kind: 'later', code: 'failed', detail: error instanceof Error ? error.message : '' };
    }
  });
}

const sleep = (ms: number) =>
  new Promise<void>((resolve) => void setTimeout(resolve, Math.max(0, ms)).unref());
