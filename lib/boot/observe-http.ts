import type { IncomingMessage, ServerResponse } from 'node:http';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { whenOver } from '../net/when-over';
import { endpointOf, methodLabel } from '../metrics/endpoint';
import { writeRecordLine } from '../log/log';
import { countHttp } from '../metrics/http';
import { context, remoteContext, ROOT_CONTEXT, trace, tracer } from '../traces/context';

/**
 * Watches one HTTP request to the web app or the REST API: a SERVER span around everything that `run`
 * starts (so Next's and Prisma's spans hang below it), the HTTP metrics and one log line when it is over.
 * Calls on /mcp leave a span and a line of their own (lib/record/seal.ts).
 */
export function observeHttp(
  request: IncomingMessage,
  response: ServerResponse,
  requestId: string,
  run: () => void,
): void {
  const startedMs = performance.now();
  const method = request.method ?? 'GET';
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const endpoint = endpointOf(path);
  const { traceparent, tracestate } = request.headers;
  const parent = remoteContext(first(traceparent), first(tracestate)) ?? ROOT_CONTEXT;
  const span = tracer().startSpan(
    `${methodLabel(method)} ${endpoint}`,
    {
      kind: SpanKind.SERVER,
      attributes: {
        'http.request.method': methodLabel(method),
        'http.route': endpoint,
        'sightline.request.id': requestId,
      },
    },
    parent,
  );
  whenOver(request, response, () => {
    const status = response.writableFinished ? response.statusCode : 499;
    countHttp(method, path, status, startedMs, span.spanContext());
    span.setAttribute('http.response.status_code', status);
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
    const { traceId, spanId } = span.spanContext();
    writeRecordLine(
      'info',
      Date.now(),
      {
        request_id: requestId,
        trace_id: traceId,
        span_id: spanId,
        http_method: methodLabel(method),
        endpoint,
        http_status: status,
        latency_ms: Math.round((performance.now() - startedMs) * 1000) / 1000,
      },
      'http request',
    );
  });
  context.with(trace.setSpan(parent, span), run);
}

const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
