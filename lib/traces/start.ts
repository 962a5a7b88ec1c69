import {
  context,
  propagation,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
  type Span,
  type SpanContext,
  type Tracer,
} from '@opentelemetry/api';
import { CompositePropagator, parseTraceParent, W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { SamplingDecision, type Sampler } from '@opentelemetry/sdk-trace-base';
import { PrismaInstrumentation } from '@prisma/instrumentation';
import { FetchInstrumentation } from '@vercel/otel';
import { slot } from '../once';
import { spanProcessor } from './processor';

/**
 * Records every span while there is a destination. The caller's sampled flag is not asked: it comes from
 * outside and must neither hide a call nor force one on us.
 */
const sampler: Sampler = {
  shouldSample: () => ({
    decision: spanProcessor().hasDestination()
      ? SamplingDecision.RECORD_AND_SAMPLED
      : SamplingDecision.NOT_RECORD,
  }),
  toString: () => 'WhileThereIsADestination',
};

const sdk = slot<NodeSDK>('observe/tracing');
const resource = slot<Resource>('observe/resource');
const ownTracer = slot<Tracer>('observe/tracer');

/**
 * Starts OpenTelemetry: @opentelemetry/sdk-node owns provider, context and resource; @vercel/otel brings
 * the instrumentation of fetch that knows Next's patched one. Why not registerOTel, see
 * docs/decisions/0001-opentelemetry.md. Must run inside register(), because Next then patches the provider.
 */
export function startTracing(service: { name: string; version: string; instanceId: string }): void {
  const described = resourceFromAttributes({
    'service.name': service.name,
    'service.version': service.version,
    'service.instance.id': service.instanceId,
  });
  resource.set(described);
  const node = new NodeSDK({
    autoDetectResources: false,
    resource: described,
    sampler,
    spanProcessors: [spanProcessor()],
    textMapPropagator: new CompositePropagator({ propagators: [new W3CTraceContextPropagator()] }),
    // Metrics are prom-client's, log lines pino's: empty lists keep the SDK from starting exporters of its own.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new FetchInstrumentation(),
      new PrismaInstrumentation({
        ignoreSpanTypes: ['prisma:client:serialize', 'prisma:client:compile', 'prisma:client:connect'],
      }),
    ],
  });
  node.start();
  sdk.set(node);
  // Taken before Next patches the provider: its wrapper serves prerendering and costs on every span.
  ownTracer.set(trace.getTracer('sightline'));
}

/** Flushes and ends tracing; part of a graceful stop. */
export async function stopTracing(): Promise<void> {
  await sdk.peek()?.shutdown();
}

/** What this process calls itself in every span. Throws before startTracing(). */
export const processResource = (): Resource => resource.get();

/** The product's tracer; before startTracing() one that records nothing. */
export const tracer = (): Tracer => ownTracer.peek() ?? trace.getTracer('sightline');

/** The context of a W3C traceparent and tracestate, or null when there is none or it is not valid. */
export function remoteContext(
  traceparent: string | null | undefined,
  tracestate?: string | null,
): Context | null {
  if (!traceparent || parseTraceParent(traceparent) === null) return null;
  const carrier = { traceparent, ...(tracestate && tracestate.length <= 512 ? { tracestate } : {}) };
  return propagation.extract(ROOT_CONTEXT, carrier);
}

/** `00-<trace id>-<span id>-<flags>`, https://www.w3.org/TR/trace-context/#traceparent-header */
export function formatTraceparent(span: SpanContext): string {
  const sampled = (span.traceFlags & TraceFlags.SAMPLED) === TraceFlags.SAMPLED;
  return `00-${span.traceId}-${span.spanId}-${sampled ? '01' : '00'}`;
}

/** The span that runs in this asynchronous context, for example Next's own on the route lane. */
export const activeSpan = (): Span | undefined => trace.getActiveSpan();

export { context, ROOT_CONTEXT, trace, type Span, type SpanContext };
