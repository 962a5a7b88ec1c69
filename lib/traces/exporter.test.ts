import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { anySpan } from '@/tests/support/spans';
import { afterwards } from '../record/afterwards';
import type { Delivery, SpanDestination } from './destination';
import { ConfigurableSpanExporter } from './exporter';
import { DEFAULT_PIPELINE, type SpanResult } from './pipeline';
import { SwappableSpanProcessor } from './processor';

const FAST = { ...DEFAULT_PIPELINE, delayMs: 1, retryDelayMs: 1, maxRetryDelayMs: 1, maxBatch: 10 };

/** A destination that keeps the ids of what it takes; `answer` may be changed at any time. */
function destination() {
  const one = {
    ids: [] as string[],
    isClosed: false,
    answer: 'taken' as 'taken' | 'later',
    async send(batch: readonly ReadableSpan[]): Promise<Delivery> {
      if (one.answer === 'later') return { kind: 'later', code: 503, detail: '' };
      one.ids.push(...batch.map((span) => span.spanContext().spanId));
      return { kind: 'taken', code: 200, rejected: 0, note: null };
    },
    shutdown: async () => void (one.isClosed = true),
  };
  return one satisfies SpanDestination;
}

/** An exporter and the books of what became of what it was given. */
function exporter() {
  const results: Partial<Record<SpanResult, number>> = {};
  const made = new ConfigurableSpanExporter((result, count) => {
    results[result] = (results[result] ?? 0) + count;
  });
  return { exporter: made, results };
}

describe('the exporter', () => {
  it('loses and doubles no span over a hundred exchanges', async () => {
    const { exporter: one, results } = exporter();
    const targets = Array.from({ length: 100 }, destination);
    const sent: string[][] = [];
    for (const target of targets) {
      one.set('main', target, FAST);
      const spans = Array.from({ length: 25 }, () => anySpan());
      spans.forEach((span) => one.take(span));
      sent.push(spans.map((span) => span.spanContext().spanId));
      await Promise.resolve();
    }
    one.set('main', undefined);
    await expect.poll(() => targets.every(({ isClosed }) => isClosed)).toBe(true);
    expect(targets.map(({ ids }) => ids)).toEqual(sent);
    expect(results).toEqual({ exported: 2_500 });
    expect(one.queued).toBe(0);
    expect(one.health()).toEqual([]);
  });

  it('keeps what an outage left behind for where it was meant to go, over an exchange', async () => {
    const { exporter: one, results } = exporter();
    const [before, after] = [destination(), destination()];
    before.answer = 'later';
    one.set('main', before, FAST);
    const first = anySpan();
    one.take(first);
    one.set('main', after, FAST);
    const second = anySpan();
    one.take(second);
    await expect.poll(() => after.ids).toEqual([second.spanContext().spanId]);
    expect(one.health()).toMatchObject([
      { id: 'main', generation: 2, isDraining: false, queued: 0 },
      { id: 'main', generation: 1, isDraining: true, queued: 1 },
    ]);
    before.answer = 'taken';
    await expect.poll(() => before.isClosed).toBe(true);
    expect(before.ids).toEqual([first.spanContext().spanId]);
    expect(results).toEqual({ exported: 2 });
  });

  it('bounds what many exchanges of broken destinations hold', async () => {
    const { exporter: one, results } = exporter();
    const targets = Array.from({ length: 20 }, destination);
    for (const target of targets) {
      target.answer = 'later';
      one.set('main', target, FAST);
      one.take(anySpan());
    }
    await expect.poll(() => one.queued).toBe(5);
    expect(results).toEqual({ dropped_shutdown_deadline: 15 });
    await one.shutdown(0);
    expect(results).toEqual({ dropped_shutdown_deadline: 20 });
    expect(targets.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('serves several destinations, of which a broken one holds up no other', async () => {
    const { exporter: one } = exporter();
    const [broken, working] = [destination(), destination()];
    broken.answer = 'later';
    one.set('a', broken, FAST);
    one.set('b', working, FAST);
    const span = anySpan();
    one.take(span);
    await expect.poll(() => working.ids).toEqual([span.spanContext().spanId]);
    expect(one.width).toBe(2);
    expect(one.health().map(({ id, queued }) => [id, queued])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
    await one.shutdown(0);
  });
});

describe('the processor', () => {
  /** started = open + queued + the sum of the results. */
  function expectBalanced(processor: SwappableSpanProcessor): void {
    const { started, open, queued, results } = processor.books();
    expect(started).toBe([...results.values()].reduce((sum, count) => sum + count, open + queued));
  }

  it('knows what became of every span', async () => {
    const processor = new SwappableSpanProcessor();
    processor.record([anySpan()]);
    processor.onStart();
    expect(processor.books()).toMatchObject({ started: 2, open: 1, queued: 0 });
    processor.swap(destination(), FAST);
    processor.record([anySpan()]);
    processor.onEnd(anySpan());
    expectBalanced(processor);
    expect(processor.books()).toMatchObject({ open: 0, queued: 2 });
    await processor.shutdown();
    expectBalanced(processor);
    expect(Object.fromEntries(processor.books().results)).toEqual({ exported: 2, dropped_no_destination: 1 });
  });

  it('counts each copy where a span goes to several destinations', async () => {
    const processor = new SwappableSpanProcessor();
    const [one, two] = [destination(), destination()];
    processor.swap(one, FAST, 'one');
    processor.swap(two, FAST, 'two');
    processor.record([anySpan(), anySpan()]);
    processor.onStart();
    processor.onEnd(anySpan());
    expectBalanced(processor);
    await processor.shutdown();
    expectBalanced(processor);
    expect([one.ids.length, two.ids.length]).toEqual([3, 3]);
    expect(Object.fromEntries(processor.books().results)).toEqual({ exported: 6 });
  });

  it('gives what was answered before an exchange to the destination that stood then', async () => {
    const processor = new SwappableSpanProcessor();
    const [before, after] = [destination(), destination()];
    processor.swap(before, FAST);
    afterwards(() => processor.record([anySpan()]));
    processor.swap(after, FAST);
    afterwards(() => processor.record([anySpan()]));
    processor.swap(undefined);
    await processor.shutdown();
    await expect.poll(() => [before.ids.length, after.ids.length]).toEqual([1, 1]);
  });
});
