import { SpanKind, SpanStatusCode, type Span, type SpanContext } from '@opentelemetry/api';
import { ROOT_CONTEXT, trace, tracer } from './tracing';

/** The span of one outgoing HTTP request, by the HTTP conventions; ends once, however often it is told. */
export interface HttpClientSpan {
  spanContext(): SpanContext;
  setAttribute(name: string, value: string | number): void;
  end(): void;
  /** @param type low-cardinality class of the failure */
  fail(type: string): void;
}

/** Starts it under the MCP CLIENT span. The query of the URL is left out: it may hold a credential. */
export function startHttpClientSpan(parent: Span, method: string, url: URL): HttpClientSpan {
  const span = tracer().startSpan(
    method,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': method,
        'url.full': url.origin + url.pathname,
        'server.address': url.hostname,
        'server.port': Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
      },
    },
    trace.setSpan(ROOT_CONTEXT, parent),
  );
  let ended = false;
  const endOnce = () => {
    if (!ended) span.end();
    ended = true;
  };
  return {
    spanContext: () => span.spanContext(),
    setAttribute: (name, value) => void span.setAttribute(name, value),
    end: endOnce,
    fail(type) {
      if (!ended) {
        span.setAttribute('error.type', type);
        span.setStatus({ code: SpanStatusCode.ERROR });
      }
      endOnce();
    },
  };
}
