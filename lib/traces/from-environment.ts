import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { SpanDestination } from './destination';
import { stockDestination } from './stock-destination';

/**
 * The destination that the environment names. OpenTelemetry's own exporter reads it, so that every variable of its
 * specification counts as everybody expects: OTEL_EXPORTER_OTLP_ENDPOINT and _HEADERS, and _TIMEOUT, _COMPRESSION and
 * _CERTIFICATE with their _TRACES_ forms.
 *
 * @param endpoint OTEL_EXPORTER_OTLP_ENDPOINT; without it nothing is exported
 */
export function destinationFromEnvironment(endpoint: string | undefined): SpanDestination | undefined {
  return endpoint === undefined ? undefined : stockDestination(new OTLPTraceExporter({ keepAlive: true }));
}
