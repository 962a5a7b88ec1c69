import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { afterwards } from '../record/afterwards';
import { SwappableSpanProcessor } from './processor';
import { DEFAULT_PIPELINE, SpanPipeline } from './pipeline';

const span = {} as ReadableSpan;
const FAST = { ...DEFAULT_PIPELINE, delayMs: 1, retryDelayMs: 1, maxBatch: 10 };

/** An exporter that fails the first `failures` times and counts what it takes. */
function exporter(failures = 0): SpanExporter & { taken: number; closed: boolean } {
  let left = failures;
  return {
    taken: 0,
    closed: false,
    export(spans, done) {
      if (left > 0) {
        left -= 1;
        return done({ code: ExportResultCode.FAILED });
      }
      this.taken += spans.length;
      return done({ code: ExportResultCode.SUCCESS });
    },
    async shutdown() {
      this.closed = true;
    },
  };
}

describe('a span pipeline', () => {
  it('sends a failed batch again: nothing is lost', async () => {
    const target = exporter(2);
    const pipeline = new SpanPipeline(target, () => undefined, FAST);
    for (let i = 0; i < 25; i += 1) pipeline.add(span);
    await pipeline.shutdown(2_000);
    expect(target.taken).toBe(25);
    expect(pipeline.books).toEqual({ exported: 25, dropped: 0, queued: 0 });
    expect(target.closed).toBe(true);
  });

  it('keeps exact books when the destination stays broken and the queue is full', async () => {
    const drops: Record<string, number> = {};
    const pipeline = new SpanPipeline(
      exporter(Number.POSITIVE_INFINITY),
      (reason, count) => (drops[reason] = (drops[reason] ?? 0) + count),
      { ...FAST, maxQueue: 20, maxAttempts: 2 },
    );
    for (let i = 0; i < 30; i += 1) pipeline.add(span);
    await pipeline.shutdown(1_000);
    const { exported, dropped, queued } = pipeline.books;
    expect({ exported, queued, sum: exported + dropped + queued }).toEqual({
      exported: 0,
      queued: 0,
      sum: 30,
    });
    expect(drops.dropped_queue_full).toBe(10);
  });

  it('gives up at the deadline on a destination that hangs, and counts it', async () => {
    const hanging: SpanExporter = { export: () => undefined, shutdown: () => new Promise(() => undefined) };
    const pipeline = new SpanPipeline(hanging, () => undefined, FAST);
    pipeline.add(span);
    await pipeline.shutdown(20);
    expect(pipeline.books).toEqual({ exported: 0, dropped: 1, queued: 0 });
  });
});

describe('the swappable processor', () => {
  it('loses and doubles no span over many swaps', async () => {
    const processor = new SwappableSpanProcessor();
    const targets = Array.from({ length: 50 }, () => exporter());
    for (const target of targets) {
      processor.swapExporter(target, FAST);
      for (let i = 0; i < 20; i += 1) {
        processor.onStart();
        processor.onEnd(span);
      }
      await Promise.resolve();
    }
    await processor.forceFlush();
    await processor.shutdown();
    expect(targets.reduce((sum, target) => sum + target.taken, 0)).toBe(1_000);
    expect(targets.map((target) => target.taken)).toEqual(targets.map(() => 20));
    expect(processor.books()).toMatchObject({ started: 1_000, open: 0, queued: 0 });
    expect(processor.books().results.get('exported')).toBe(1_000);
    expect(targets.slice(0, -1).every((target) => target.closed)).toBe(true);
  });

  it('gives what was answered before a swap to the destination that stood then', async () => {
    const processor = new SwappableSpanProcessor();
    const [before, after] = [exporter(), exporter()];
    processor.swapExporter(before, FAST);
    afterwards(() => processor.record(span));
    processor.swapExporter(after, FAST);
    afterwards(() => processor.record(span));
    processor.swapExporter(undefined);
    await processor.shutdown();
    await expect.poll(() => [before.taken, after.taken]).toEqual([1, 1]);
  });
});
