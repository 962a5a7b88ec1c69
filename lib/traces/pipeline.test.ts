import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { Delivery, SpanDestination } from './destination';
import { DEFAULT_PIPELINE, SpanPipeline, type SpanResult } from './pipeline';
import { anySpan } from '@/tests/support/spans';

const FAST = { ...DEFAULT_PIPELINE, delayMs: 1, retryDelayMs: 1, maxRetryDelayMs: 1, maxBatch: 10 };
const TAKEN: Delivery = { kind: 'taken', code: 200, rejected: 0, note: null };
const LATER: Delivery = { kind: 'later', code: 503, detail: 'busy' };
const REFUSED: Delivery = { kind: 'refused', code: 403, detail: 'wrong key' };

/** A destination that answers as told, attempt by attempt (the last answer stands), and notes each attempt. */
function destination(...answers: ((batch: readonly ReadableSpan[]) => Delivery)[]) {
  const attempts: { at: number; spans: number }[] = [];
  const one = { attempts, taken: 0, isClosed: false };
  return Object.assign(one, {
    send: async (batch: readonly ReadableSpan[]) => {
      const answer = answers[Math.min(attempts.length, answers.length - 1)]?.(batch) ?? TAKEN;
      attempts.push({ at: Date.now(), spans: batch.length });
      if (answer.kind === 'taken') one.taken += batch.length;
      return answer;
    },
    shutdown: async () => void (one.isClosed = true),
  } satisfies SpanDestination);
}

function pipelineTo(target: SpanDestination, options = FAST) {
  const results: Partial<Record<SpanResult, number>> = {};
  const note = (result: SpanResult, count: number) => void (results[result] = (results[result] ?? 0) + count);
  const pipeline = new SpanPipeline(target, note, options);
  return { pipeline, results, add: (count: number) => times(count, () => pipeline.add(anySpan())) };
}

const times = (count: number, run: () => void) => Array.from({ length: count }, run);

/** taken = queued + what became of the rest, in the pipeline's own books. */
function expectBalanced(pipeline: SpanPipeline): void {
  const { taken, queued, queuedBytes, results } = pipeline.health();
  expect(taken).toBe([...results.values()].reduce((sum, count) => sum + count, queued));
  if (queued === 0) expect(queuedBytes).toBe(0);
}

describe('a span pipeline', () => {
  it('sends a failed batch again: nothing is lost', async () => {
    const target = destination(
      () => LATER,
      () => LATER,
      () => TAKEN,
    );
    const { pipeline, results, add } = pipelineTo(target);
    add(25);
    await pipeline.shutdown(2_000);
    expect(target.taken).toBe(25);
    expect(results).toEqual({ exported: 25 });
    expect(target.isClosed).toBe(true);
    expect(pipeline.health()).toMatchObject({ failedAttempts: 2, retried: 20 });
    expectBalanced(pipeline);
  });

  it('does not repeat what was refused for good, and says so', async () => {
    const target = destination(
      () => REFUSED,
      () => TAKEN,
    );
    const { pipeline, results, add } = pipelineTo(target);
    add(25);
    await pipeline.shutdown(2_000);
    expect(target.attempts.map(({ spans }) => spans)).toEqual([10, 10, 5]);
    expect(results).toEqual({ dropped_refused: 10, exported: 15 });
    expect(pipeline.health().lastFailure).toMatchObject({ code: 403, detail: 'wrong key' });
    expectBalanced(pipeline);
  });

  it('does not send again what a partial success rejected', async () => {
    const target = destination(() => ({ kind: 'taken', code: 200, rejected: 3, note: 'too old' }));
    const { pipeline, results, add } = pipelineTo(target);
    add(10);
    await pipeline.shutdown(2_000);
    expect(target.attempts).toHaveLength(1);
    expect(results).toEqual({ exported: 7, dropped_rejected: 3 });
    expect(pipeline.health().lastFailure).toMatchObject({ code: 200, detail: 'too old' });
  });

  it('sends again only those of a batch that may be taken later', async () => {
    const spans = ['a', 'b', 'c', 'd'].map((name) => anySpan(name));
    const seen: string[] = [];
    const target = destination(
      () => ({ kind: 'taken', code: 206, rejected: 1, note: 'b is bad', again: [2] }),
      () => TAKEN,
    );
    const { pipeline, results } = pipelineTo({
      ...target,
      send: (batch) => {
        seen.push(batch.map(({ name }) => name).join(''));
        return target.send(batch);
      },
    });
    for (const span of spans) pipeline.add(span);
    await pipeline.shutdown(2_000);
    expect(seen).toEqual(['abcd', 'c']);
    expect(results).toEqual({ exported: 3, dropped_rejected: 1 });
    expect(pipeline.health()).toMatchObject({ retried: 1, queuedBytes: 0 });
    expectBalanced(pipeline);
  });

  it('sends halves of a batch that was too large, and gives up only what is too large alone', async () => {
    const poison = anySpan('poison');
    const target = destination((batch) =>
      batch.includes(poison) || batch.length > 4 ? { kind: 'too_large', code: 413, detail: '' } : TAKEN,
    );
    const { pipeline, results, add } = pipelineTo(target);
    add(5);
    pipeline.add(poison);
    add(4);
    await pipeline.shutdown(2_000);
    expect(results).toEqual({ exported: 9, dropped_refused: 1 });
  });

  it('keeps exact books when the destination stays broken and the queue is full', async () => {
    const { pipeline, results, add } = pipelineTo(
      destination(() => LATER),
      { ...FAST, maxQueue: 20 },
    );
    add(30);
    expect(pipeline.health()).toMatchObject({ taken: 30, queued: 20 });
    await pipeline.shutdown(20);
    expect(results).toEqual({ dropped_queue_full: 10, dropped_shutdown_deadline: 20 });
    pipeline.add(anySpan());
    expect(results.dropped_shutdown_deadline).toBe(21);
    expectBalanced(pipeline);
  });

  it('bounds its queue by size too', async () => {
    const { pipeline, results } = pipelineTo(
      destination(() => LATER),
      { ...FAST, maxQueueBytes: 100_000 },
    );
    times(20, () => pipeline.add(anySpan('a', { text: 'x'.repeat(10_000) })));
    expect(pipeline.health().queued).toBe(9);
    expect(pipeline.health().queuedBytes).toBeLessThanOrEqual(100_000);
    expect(results).toEqual({ dropped_queue_full: 11 });
    await pipeline.shutdown(0);
  });

  it('bounds a batch by size, and sends what is larger than that alone', async () => {
    const target = destination(() => TAKEN);
    const { pipeline } = pipelineTo(target, { ...FAST, maxBatchBytes: 25_000 });
    for (const length of [10_000, 10_000, 10_000, 50_000, 10_000]) {
      pipeline.add(anySpan('a', { text: 'x'.repeat(length) }));
    }
    await pipeline.shutdown(2_000);
    expect(target.attempts.map(({ spans }) => spans)).toEqual([2, 1, 1, 1]);
  });

  it('gives up at the deadline on a destination that hangs, and counts it', async () => {
    let isClosed = false;
    const hanging: SpanDestination = {
      send: () => new Promise(() => undefined),
      shutdown: () => new Promise(() => void (isClosed = true)),
    };
    const { pipeline, results, add } = pipelineTo(hanging);
    add(1);
    await pipeline.shutdown(20);
    expect(results).toEqual({ dropped_shutdown_deadline: 1 });
    expect(isClosed).toBe(true);
    expectBalanced(pipeline);
  });
});

describe('the pauses of a span pipeline', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** When the attempts were made, in milliseconds after the first. */
  const pauses = ({ attempts }: ReturnType<typeof destination>) =>
    attempts.map(({ at }) => at - (attempts[0]?.at ?? 0));

  const SLOW = { ...DEFAULT_PIPELINE, delayMs: 3, retryDelayMs: 200, maxRetryDelayMs: 1_000 };

  it('are waited once, and grow to their bound', async () => {
    const target = destination(() => LATER);
    const { add } = pipelineTo(target, SLOW);
    add(1);
    await vi.advanceTimersByTimeAsync(4_500);
    expect(pauses(target)).toEqual([0, 200, 600, 1_400, 2_400, 3_400, 4_400]);
  });

  it('differ from gateway to gateway', async () => {
    vi.mocked(Math.random).mockReturnValue(0);
    const target = destination(() => LATER);
    const { add } = pipelineTo(target, SLOW);
    add(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(pauses(target)).toEqual([0, 160]);
  });

  it('are as long as the destination asks', async () => {
    const target = destination(
      () => ({ ...LATER, afterMs: 7_000 }),
      () => TAKEN,
    );
    const { add } = pipelineTo(target, SLOW);
    add(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(pauses(target)).toEqual([0, 7_000]);
  });

  it('end when there is no time left for them', async () => {
    const target = destination(
      () => ({ ...LATER, afterMs: 7_000 }),
      () => TAKEN,
    );
    const { pipeline, results, add } = pipelineTo(target, SLOW);
    add(1);
    await vi.advanceTimersByTimeAsync(100);
    await pipeline.shutdown(1_000);
    expect(results).toEqual({ exported: 1 });
  });

  it('outlast an outage, up to the age that spans may reach', async () => {
    const isBack = () => Date.now() - begun > 120_000;
    const target = destination(() => (isBack() ? TAKEN : LATER));
    const begun = Date.now();
    const { pipeline, results, add } = pipelineTo(target, { ...SLOW, maxAgeMs: 60_000 });
    add(5);
    await vi.advanceTimersByTimeAsync(70_000);
    add(7);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(results).toEqual({ dropped_too_old: 5, exported: 7 });
    expectBalanced(pipeline);
  });
});
