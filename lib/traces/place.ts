import { randomBytes } from 'node:crypto';
import { TraceFlags, type Link, type SpanContext } from '@opentelemetry/api';
import type { OpenCall } from '../record/call';
import { currentMasker } from '../mask/current-masker';
import { spanProcessor } from './processor';
import { remoteContext, trace, type Span } from './context';

/**
 * The spans of one call while it runs: nothing but their ids, which is all that the upstream and the row
 * need. The spans themselves are made from the sealed record (lib/traces/from-record.ts), so they cannot disagree with
 * it, and they cost a fraction of spans that are filled while they run.
 *
 *   http        POST /mcp/{server}   SERVER   what the agent's HTTP client sees (Next's own on the route lane)
 *   mcpServer   tools/call echo      SERVER   child of the caller's context
 *   mcpClient   tools/call echo      CLIENT   its context goes upstream in params._meta
 *   httpClient  POST                 CLIENT   its context goes upstream in the traceparent header
 */
export interface CallSpans {
  http: SpanPlace | null;
  mcpServer: SpanPlace | null;
  mcpClient: SpanPlace | null;
  httpClient: SpanPlace | null;
  /** the span whose ids stand on the row and in the log line */
  main: SpanContext;
  /** whose trace the call continues; null when it begins one */
  caller: Caller | null;
}

/** The trace context that a caller sent, as far as it goes on as it came. */
interface Caller {
  context: SpanContext;
  tracestate: string | null;
}

/** Where a span stands: its own ids, its parent's, and what it is linked to. */
export interface SpanPlace {
  context: SpanContext;
  parent: SpanContext | null;
  links: Link[];
}

/**
 * Places the spans of the agent's side. Called once the message is known or the call has been refused.
 *
 * params._meta is the parent, as SEP-414 has it; the HTTP headers are the parent when there is none, and a
 * link when there are both. With nothing but _meta the HTTP span joins that trace too: one call, one trace.
 *
 * @param ambient the HTTP span that runs already, if any
 */
export function placeServerSpans(
  call: OpenCall,
  headers: { traceparent: string | undefined; tracestate: string | undefined },
  ambient: Span | undefined,
): CallSpans {
  const { message } = call;
  const meta = callerFrom(message?.traceparent, message?.tracestate);
  const header = callerFrom(headers.traceparent, headers.tracestate);
  const fromMeta = meta?.context ?? null;
  const caller = meta ?? header;
  const http = ambient ? null : childOf(header?.context ?? fromMeta);
  const outer = ambient?.spanContext() ?? http?.context ?? childOf(null).context;
  if (!message || message.method === null) {
    return { http, mcpServer: null, mcpClient: null, httpClient: null, main: outer, caller };
  }
  const linked = fromMeta !== null && fromMeta.traceId !== outer.traceId;
  const mcpServer = childOf(fromMeta ?? outer, linked ? [outer] : []);
  return { http, mcpServer, mcpClient: null, httpClient: null, main: mcpServer.context, caller };
}

/** What the upstream is given as its parents. */
export interface Onward {
  mcpClient: SpanContext;
  httpClient: SpanContext;
  tracestate: string | null;
}

/**
 * Places the spans of the upstream's side below those of the agent's side. The upstream is told the caller's own
 * decision whether the trace is sampled, whatever the gateway does with its spans.
 */
export function placeClientSpans(spans: CallSpans): Onward {
  spans.mcpClient = childOf(spans.main);
  spans.httpClient = childOf(spans.mcpClient.context);
  const mcpClient = spans.mcpClient.context;
  const httpClient = spans.httpClient.context;
  const { caller } = spans;
  if (!caller) return { mcpClient, httpClient, tracestate: null };
  const { traceFlags } = caller.context;
  return {
    mcpClient: { ...mcpClient, traceFlags },
    httpClient: { ...httpClient, traceFlags },
    tracestate: caller.tracestate,
  };
}

function callerFrom(traceparent: string | null | undefined, tracestate?: string | null): Caller | null {
  if (!traceparent) return null;
  // It goes on to the upstream as it came, but not into our spans when it holds what looks like a secret.
  const remote = remoteContext(traceparent, holdsNoSecret(tracestate) ? tracestate : null);
  const context = remote && trace.getSpanContext(remote);
  return context ? { context, tracestate: tracestate ?? null } : null;
}

const holdsNoSecret = (tracestate: string | null | undefined): boolean =>
  !tracestate || currentMasker().text(tracestate, {}) === tracestate;

/**
 * A new span below `parent`, or the root of a new trace. Every span of ours is sampled while there is a
 * destination; the caller's own flag, which comes from outside, goes on to the upstream and decides nothing here.
 */
export function childOf(parent: SpanContext | null, linked: readonly SpanContext[] = []): SpanPlace {
  const context: SpanContext = {
    traceId: parent === null ? randomHex(32) : parent.traceId,
    spanId: randomHex(16),
    traceFlags: spanProcessor().hasDestination() ? TraceFlags.SAMPLED : TraceFlags.NONE,
  };
  if (parent?.traceState) context.traceState = parent.traceState;
  return { context, parent, links: linked.map((other) => ({ context: other })) };
}

/** Drawn some thousand digits at a time: asking the system for each id costs more than the id. */
const POOL_BYTES = 4096;
let pool = '';
let used = 0;

function randomHex(digits: number): string {
  if (used + digits > pool.length) {
    pool = randomBytes(POOL_BYTES).toString('hex');
    used = 0;
  }
  used += digits;
  return pool.slice(used - digits, used);
}
