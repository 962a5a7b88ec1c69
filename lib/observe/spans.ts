import { SpanKind, type Context, type Span, type SpanContext } from '@opentelemetry/api';
import type { Masker } from '../mask/masker';
import type { OpenCall } from './call';
import { ROOT_CONTEXT, remoteContext, trace, tracer } from './tracing';

/**
 * The spans of one call. The one exception to "projections of the record only": they must be running while
 * the call is forwarded, so that the trace goes on upstream. sinks/span.ts gives them attributes and ends them.
 *
 *   http       POST /mcp/{server}     SERVER   what the agent's HTTP client sees (Next's own on the route lane)
 *   mcpServer  tools/call echo        SERVER   child of the caller's context
 *   mcpClient  tools/call echo        CLIENT   its context goes upstream in params._meta
 */
export interface CallSpans {
  http: Span | undefined;
  mcpServer: Span | undefined;
  mcpClient: Span | undefined;
  /** the span whose ids stand on the row and in the log line */
  main: SpanContext;
}

/**
 * Starts the spans that describe the agent's side. Called once the message is known or the call has been
 * refused, with the start set back to the arrival.
 *
 * params._meta is the parent, as SEP-414 has it; the HTTP headers are the parent when there is none, and a
 * link when there are both. With nothing but _meta the HTTP span joins that trace too: one call, one trace.
 */
export function startServerSpans(
  call: OpenCall,
  headers: { traceparent: string | undefined; tracestate: string | undefined },
  ambient: Span | undefined,
  masker: Masker,
): CallSpans {
  const fromMeta = remoteContext(call.message?.traceparent, call.message?.tracestate);
  const fromHeaders = remoteContext(headers.traceparent, headers.tracestate);
  const http = ambient
    ? undefined
    : tracer().startSpan(
        `${call.httpMethod} /mcp/{server}`,
        {
          kind: SpanKind.SERVER,
          startTime: call.arrivedAt,
          attributes: { 'http.route': '/mcp/{server}', 'url.path': `/mcp/${call.server}` },
        },
        fromHeaders ?? fromMeta ?? ROOT_CONTEXT,
      );
  const httpSpan = http ?? ambient;
  const name = spanName(call, masker);
  if (name === null || !httpSpan) {
    return { http, mcpServer: undefined, mcpClient: undefined, main: contextOf(httpSpan) };
  }
  const parent: Context = fromMeta ?? trace.setSpan(ROOT_CONTEXT, httpSpan);
  const linked = fromMeta && httpSpan.spanContext().traceId !== trace.getSpanContext(fromMeta)?.traceId;
  const mcpServer = tracer().startSpan(
    name,
    {
      kind: SpanKind.SERVER,
      startTime: call.arrivedAt,
      ...(linked ? { links: [{ context: httpSpan.spanContext() }] } : {}),
    },
    parent,
  );
  return { http, mcpServer, mcpClient: undefined, main: mcpServer.spanContext() };
}

/** Starts the span of the upstream's side; its context is what the upstream gets as parent. */
export function startClientSpan(call: OpenCall, spans: CallSpans, masker: Masker): Span {
  const parent = spans.mcpServer ?? spans.http;
  const span = tracer().startSpan(
    spanName(call, masker) ?? `${call.httpMethod} upstream`,
    { kind: SpanKind.CLIENT },
    parent ? trace.setSpan(ROOT_CONTEXT, parent) : trace.setSpanContext(ROOT_CONTEXT, spans.main),
  );
  spans.mcpClient = span;
  return span;
}

const MAX_NAME = 128;

/** `{mcp.method.name} {target}`; both come from the caller, so they are masked and cut. */
function spanName(call: OpenCall, masker: Masker): string | null {
  const { message } = call;
  if (!message?.method) return null;
  const name = message.tool === null ? message.method : `${message.method} ${message.tool}`;
  return masker.text(name, {}).slice(0, MAX_NAME);
}

const INVALID: SpanContext = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };
const contextOf = (span: Span | undefined): SpanContext => span?.spanContext() ?? INVALID;
