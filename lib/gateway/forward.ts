import { errors, type Dispatcher } from 'undici';
import type { Span } from '@opentelemetry/api';
import type { OpenCall } from '../observe/call';
import { startHttpClientSpan } from '../observe/http-client-span';
import { formatTraceparent } from '../observe/tracing';
import type { Upstream } from './choose-upstream';
import type { Exchange } from './exchange';
import type { Pools } from './pools';
import type { ReadMessage } from './read-message';
import { Refusal } from './refusal';
import type { Relay } from './relay';
import type { Sessions } from './sessions';
import { spliceTrace } from './splice-trace';

/** What of the agent's request goes on. Everything else stays here: its credential, cookies, baggage. */
const FORWARDED = new Set([
  'accept',
  'content-type',
  'last-event-id',
  'mcp-protocol-version',
  'mcp-method',
  'mcp-name',
  'user-agent',
]);
/** What of the upstream's answer goes on; cookies and challenges of the upstream stay here. */
const RETURNED = ['content-type', 'content-length', 'cache-control', 'retry-after', 'allow', 'mcp-protocol-version'];

export interface ForwardOptions {
  exchange: Exchange;
  call: OpenCall;
  upstream: Upstream;
  read: ReadMessage | null;
  clientSpan: Span;
  relay: Relay;
  pools: Pools;
  sessions: Sessions;
  keyId: string;
}

/**
 * Sends the request to the upstream and its answer into the relay. The body is the agent's own, but for
 * the trace context; the agent's credential is replaced by the upstream's.
 *
 * @returns a function that breaks the request off
 * Throws Refusal: unknown_session; later failures go into the relay.
 */
export function forward(options: ForwardOptions): () => void {
  const { exchange, call, upstream, read, relay, pools } = options;
  const httpSpan = startHttpClientSpan(options.clientSpan, exchange.method, upstream.url);
  const headers = requestHeaders(options, formatTraceparent(httpSpan.spanContext()));
  const body = read ? spliceTrace(read, formatTraceparent(options.clientSpan.spanContext())) : null;
  const idle = isOpenEnded(exchange, call);
  let controller: Dispatcher.DispatchController | undefined;
  let aborted = false;
  const abort = () => {
    aborted = true;
    controller?.abort(new Error('the client went away'));
  };
  call.upstreamStartedMs = performance.now();
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      if (aborted) abort();
    },
    onResponseStart(started, status, answerHeaders) {
      if (status < 200) return;
      httpSpan.setAttribute('http.response.status_code', status);
      const refusal = unusable(status, answerHeaders);
      if (refusal) {
        call.upstreamStatus = status;
        void relay.fail(refusal);
        started.abort(new Error('the answer is not usable'));
        return;
      }
      const flow = { pause: () => started.pause(), resume: () => started.resume(), abort };
      const contentType = one(answerHeaders['content-type']) ?? '';
      relay.start(status, contentType, responseHeaders(options, answerHeaders, contentType), flow);
    },
    onResponseData: (_, chunk) => relay.data(chunk),
    onResponseEnd() {
      httpSpan.end();
      void relay.end();
    },
    onResponseError(_, error) {
      httpSpan.fail(nameOf(error));
      void relay.fail(refusalOf(error));
    },
  };
  const request: Dispatcher.DispatchOptions = {
    path: upstream.url.pathname + upstream.url.search,
    method: exchange.method as Dispatcher.HttpMethod,
    headers,
    body,
    ...(idle ? { bodyTimeout: 0 } : {}),
  };
  try {
    pools.of(upstream).dispatch(request, handler);
  } catch (error) {
    httpSpan.fail(nameOf(error));
    void relay.fail(new Refusal('upstream_unreachable', 'The upstream server has an address that is not allowed.'));
  }
  return abort;
}

/** Streams on which silence is normal: the legacy GET stream and the modern listen request. */
function isOpenEnded(exchange: Exchange, call: OpenCall): boolean {
  return exchange.method === 'GET' || call.message?.method === 'subscriptions/listen';
}

function requestHeaders(options: ForwardOptions, traceparent: string): Record<string, string> {
  const { exchange, upstream, call } = options;
  const headers: Record<string, string> = {};
  for (const name of exchange.headerNames()) {
    if (!FORWARDED.has(name) && !name.startsWith('mcp-param-')) continue;
    const value = exchange.header(name);
    if (value !== undefined) headers[name] = value;
  }
  const session = exchange.header('mcp-session-id');
  if (session !== undefined) {
    call.sessionId = options.sessions.open(session, upstream.id, options.keyId);
    headers['mcp-session-id'] = call.sessionId;
  }
  // Compressed bytes could not be observed, and between two servers they save little.
  headers['accept-encoding'] = 'identity';
  headers.traceparent = traceparent;
  headers['x-request-id'] = exchange.requestId;
  return Object.assign(headers, upstream.headers);
}

function responseHeaders(
  options: ForwardOptions,
  answer: Record<string, string | string[] | undefined>,
  contentType: string,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of RETURNED) {
    const value = one(answer[name]);
    if (value !== undefined) headers[name] = value;
  }
  const session = one(answer['mcp-session-id']);
  if (session !== undefined) {
    options.call.sessionId ??= session;
    headers['mcp-session-id'] = options.sessions.seal(session, options.upstream.id, options.keyId);
  }
  if (contentType.startsWith('text/event-stream')) headers['x-accel-buffering'] = 'no';
  return headers;
}

/** Answers that must not reach the agent as they are. */
function unusable(status: number, headers: Record<string, string | string[] | undefined>): Refusal | null {
  if (status === 401 || status === 403) {
    return new Refusal(
      'upstream_refused_credential',
      `The upstream server refused the gateway's credential (HTTP ${status}). An admin has to renew it.`,
    );
  }
  if (status >= 300 && status < 400) {
    return new Refusal('upstream_invalid_answer', `The upstream server redirects (HTTP ${status}), which is not followed.`);
  }
  const encoding = one(headers['content-encoding']);
  if (encoding !== undefined && encoding !== 'identity') {
    return new Refusal('upstream_invalid_answer', 'The upstream server compressed its answer though it was asked not to.');
  }
  return null;
}

/** The decided outcome of every way in which a connection can fail. */
function refusalOf(error: Error): Refusal {
  if (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  ) {
    return new Refusal('upstream_timeout', 'The upstream server did not answer in time.');
  }
  const code = 'code' in error ? String(error.code) : '';
  if (CONNECT_FAILURES.has(code)) {
    return new Refusal('upstream_unreachable', `The upstream server cannot be reached (${code}).`);
  }
  return new Refusal('upstream_broken', 'The upstream server broke the connection off.');
}

const CONNECT_FAILURES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPRIVATEADDRESS',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** A short, closed name for error.type: never the message, which may quote anything. */
const nameOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'upstream_error';

const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
