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
import { parseTraceParent } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import { slot } from '../once';

const resource = slot<Resource>('traces/resource');
const ownTracer = slot<Tracer>('traces/tracer');

/** Set when tracing starts. */
export const publishResource = (value: Resource): void => resource.set(value);
export const publishTracer = (value: Tracer): void => ownTracer.set(value);

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
