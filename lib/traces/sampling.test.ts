import {
  SpanKind,
  SpanStatusCode,
  trace,
  ROOT_CONTEXT,
  TraceFlags,
  type SpanContext,
} from '@opentelemetry/api';
import { BasicTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { anySpan } from '@/tests/support/spans';
import type { SpanDestination } from './destination';
import { DEFAULT_PIPELINE } from './pipeline';
import { SwappableSpanProcessor } from './processor';
import { decider, samplingConfig, type Sampling } from './sampling';

const NONE: Sampling = { mode: 'ratio', ratio: 0, slowMs: 500 };
const FAILED = { status: { code: SpanStatusCode.ERROR } };
const SLOW = { duration: [0, 500_000_000] as [number, number] };

/** A processor whose destination keeps the names of what it takes. */
function processorWith(sampling: Sampling) {
  const names: string[] = [];
  const destination: SpanDestination = {
    async send(spans: readonly ReadableSpan[]) {
      names.push(...spans.map((span) => span.name));
      return { kind: 'taken', code: 200, rejected: 0, note: null };
    },
    shutdown: async () => undefined,
  };
  const processor = new SwappableSpanProcessor();
  processor.swap(destination, { ...DEFAULT_PIPELINE, delayMs: 1 });
  processor.sample(sampling);
  return { processor, names };
}

const caller = (traceFlags: TraceFlags): SpanContext => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  traceFlags,
  isRemote: true,
});

describe('sampling', () => {
  it('by ratio keeps that part of the traces, and the same ones everywhere', () => {
    const half = decider({ mode: 'ratio', ratio: 0.5, slowMs: 500 });
    const ids = Array.from({ length: 2_000 }, (_, i) =>
      ((i * 2_654_435_761) >>> 0).toString(16).padStart(32, '1'),
    );
    const chosen = ids.filter((id) => half.isChosen(id, undefined));
    expect(chosen.length).toBeGreaterThan(900);
    expect(chosen.length).toBeLessThan(1_100);
    expect(ids.filter((id) => half.isChosen(id, caller(TraceFlags.SAMPLED)))).toEqual(chosen);
  });

  it('by the parent does as the caller decided, and by ratio without one', () => {
    const { isChosen } = decider({ mode: 'parent', ratio: 0, slowMs: 500 });
    expect(isChosen('1'.repeat(32), caller(TraceFlags.SAMPLED))).toBe(true);
    expect(isChosen('1'.repeat(32), caller(TraceFlags.NONE))).toBe(false);
    expect(isChosen('1'.repeat(32), undefined)).toBe(false);
  });

  it('keeps a call whole when a part of it failed or was slow, and counts what it leaves out', async () => {
    const { processor, names } = processorWith(NONE);
    processor.record([anySpan('plain'), anySpan('plain too')]);
    processor.record([anySpan('beside a failure'), anySpan('a failure', {}, FAILED)]);
    processor.record([anySpan('slow', {}, SLOW)]);
    await processor.shutdown();
    expect(names).toEqual(['beside a failure', 'a failure', 'slow']);
    expect(processor.books()).toMatchObject({ started: 5, open: 0, queued: 0 });
    expect(Object.fromEntries(processor.books().results)).toEqual({ exported: 3, dropped_sampled_out: 2 });
  });

  it('changes while spans run', async () => {
    const { processor, names } = processorWith(NONE);
    processor.record([anySpan('before')]);
    processor.sample({ mode: 'always', ratio: 0, slowMs: 500 });
    processor.record([anySpan('after')]);
    await processor.shutdown();
    expect(names).toEqual(['after']);
  });

  it('of a library’s spans goes by the trace, and still keeps what failed', async () => {
    const { processor, names } = processorWith({ mode: 'parent', ratio: 0, slowMs: 60_000 });
    const provider = new BasicTracerProvider({ sampler: processor.sampler, spanProcessors: [processor] });
    const tracer = provider.getTracer('library');
    for (const flags of [TraceFlags.SAMPLED, TraceFlags.NONE]) {
      const label = flags === TraceFlags.SAMPLED ? 'sampled' : 'not sampled';
      const from = trace.setSpanContext(ROOT_CONTEXT, caller(flags));
      const outer = tracer.startSpan(`outer, ${label}`, { kind: SpanKind.SERVER }, from);
      const inner = tracer.startSpan(`inner, ${label}`, {}, trace.setSpan(ROOT_CONTEXT, outer));
      const failed = tracer.startSpan(`failed, ${label}`, {}, trace.setSpan(ROOT_CONTEXT, outer));
      failed.setStatus({ code: SpanStatusCode.ERROR });
      for (const span of [failed, inner, outer]) span.end();
    }
    await processor.shutdown();
    expect(names).toEqual(['failed, sampled', 'inner, sampled', 'outer, sampled', 'failed, not sampled']);
    expect(processor.books()).toMatchObject({ started: 6, open: 0, queued: 0 });
    expect(processor.books().results.get('dropped_sampled_out')).toBe(2);
  });

  it('is checked when it is set', () => {
    expect(samplingConfig.parse({})).toEqual({ mode: 'always', ratio: 1, slowMs: 2_000 });
    expect(samplingConfig.safeParse({ ratio: 2 }).success).toBe(false);
    expect(samplingConfig.safeParse({ mode: 'smoke' }).success).toBe(false);
  });
});
