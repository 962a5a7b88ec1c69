import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, type SpanContext } from '@opentelemetry/api';
import { SamplingDecision, TraceIdRatioBasedSampler, type ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { z } from 'zod';

/** Which traces are kept. Failures and slow calls are kept in any case. */
export const samplingConfig = z
  .strictObject({
    /** always: all; ratio: a part of all traces; parent: as the caller decided, and a part of those without one */
    mode: z.enum(['always', 'ratio', 'parent']).default('always'),
    ratio: z.number().min(0).max(1).default(1),
    /** milliseconds from which a call counts as slow and is kept */
    slowMs: z.number().int().min(1).max(3_600_000).default(2_000),
  })
  .prefault({});
export type Sampling = z.output<typeof samplingConfig>;

export const KEEP_ALL: Sampling = { mode: 'always', ratio: 1, slowMs: 2_000 };

/** One configuration of sampling, made ready to decide. */
export interface Decider {
  /**
   * By the trace id, so that all spans of a trace agree, on every replica and wherever OpenTelemetry samples by ratio.
   *
   * @param caller the span of another process that this trace goes on from, if there is one
   */
  isChosen(traceId: string, caller: SpanContext | undefined): boolean;
  /** It failed, or took so long that somebody will want to see it; known only when it has ended. */
  isRemarkable(span: Pick<ReadableSpan, 'status' | 'duration'>): boolean;
}

export function decider({ mode, ratio, slowMs }: Sampling): Decider {
  const byRatio = new TraceIdRatioBasedSampler(ratio);
  return {
    isChosen(traceId, caller) {
      if (mode === 'always') return true;
      if (mode === 'parent' && caller) return (caller.traceFlags & TraceFlags.SAMPLED) !== 0;
      return byRatio.shouldSample(ROOT_CONTEXT, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;
    },
    isRemarkable: ({ status, duration: [seconds, nanos] }) =>
      status.code === SpanStatusCode.ERROR || seconds * 1000 + nanos / 1e6 >= slowMs,
  };
}
