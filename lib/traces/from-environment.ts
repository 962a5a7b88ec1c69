import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { messageOf } from '../errors';
import { logger } from '../log/log';
import { otlpDestination, type SpanDestination } from './destination';
import { httpTransport } from './http-transport';

/**
 * The destination that the environment names, by OpenTelemetry's rules: `/v1/traces` is added to the
 * endpoint, headers are `name=value` pairs with percent-encoded values, separated by commas.
 */
export function destinationFromEnvironment(
  endpoint: string | undefined,
  headers: string | undefined,
): SpanDestination | undefined {
  if (endpoint === undefined) return undefined;
  return otlpDestination(
    JsonTraceSerializer,
    httpTransport({
      url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
      contentType: 'application/json',
      compression: 'none',
      headers: parseHeaders(headers ?? ''),
      guarded: false,
    }),
  );
}

function parseHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').flatMap((pair): [string, string][] => {
    const at = pair.indexOf('=');
    if (at < 1) return [];
    try {
      return [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]];
    } catch (error) {
      logger().warn(
        { error: messageOf(error) },
        'a header in OTEL_EXPORTER_OTLP_HEADERS is not percent-encoded',
      );
      return [];
    }
  });
  return Object.fromEntries(pairs);
}
