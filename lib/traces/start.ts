import { trace } from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { PrismaInstrumentation } from '@prisma/instrumentation';
import { FetchInstrumentation } from '@vercel/otel';
import { slot } from '../once';
import { publishResource, publishTracer } from './context';
import { spanProcessor } from './processor';

const sdk = slot<NodeSDK>('traces/start');

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
  publishResource(described);
  const node = new NodeSDK({
    autoDetectResources: false,
    resource: described,
    sampler: spanProcessor().sampler,
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
  publishTracer(trace.getTracer('sightline'));
}

/** Flushes and ends tracing; part of a graceful stop. */
export async function stopTracing(): Promise<void> {
  await sdk.peek()?.shutdown();
}
