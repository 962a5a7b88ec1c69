import type { Dispatcher } from 'undici';
import type { OpenCall } from '../record/call';
import { formatTraceparent, type SpanContext } from '../traces/start';
import type { Exchange } from './exchange';
import type { Pools, Sending } from '../upstreams/http/pools';
import type { ReadMessage } from './message/read';
import { one, requestHeaders, responseHeaders, type Ends } from './headers';
import type { Relay } from './relay';
import { spliceTrace } from './message/splice-trace';
import { refusalOf, unusable } from '../upstreams/http/failures';

export interface ForwardOptions extends Ends {
  read: ReadMessage | null;
  /** the ids that the upstream is given as parents */
  traced: { mcpClient: SpanContext; httpClient: SpanContext };
  relay: Relay;
  pools: Pools;
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
  const headers = requestHeaders(options, formatTraceparent(options.traced.httpClient));
  const body = read ? spliceTrace(read, formatTraceparent(options.traced.mcpClient)) : null;
  let controller: Dispatcher.DispatchController | undefined;
  let aborted = false;
  const abort = () => {
    aborted = true;
    controller?.abort(new Error('the client went away'));
  };
  call.upstreamStartedMs = performance.now();
  const sending: Sending = {
    hasStarted: () => controller !== undefined,
    onRequestStart(started) {
      controller = started;
      if (aborted) abort();
    },
    onResponseStart(started, status, answerHeaders) {
      if (status < 200) return;
      const refusal = unusable(status, answerHeaders);
      if (refusal) {
        call.upstreamStatus = status;
        relay.fail(refusal);
        started.abort(new Error('the answer is not usable'));
        return;
      }
      const flow = { pause: () => started.pause(), resume: () => started.resume(), abort };
      const contentType = one(answerHeaders['content-type']) ?? '';
      relay.start(status, contentType, responseHeaders(options, answerHeaders, contentType), flow);
    },
    onResponseData: (_, chunk) => relay.data(chunk),
    onResponseEnd: () => relay.end(),
    onResponseError(_, error) {
      // It may be waiting for a connection still, and must not be sent when it gets one.
      aborted = true;
      relay.fail(refusalOf(error));
    },
  };
  const request: Dispatcher.DispatchOptions = {
    path: upstream.address.path,
    method: exchange.method as Dispatcher.HttpMethod,
    headers,
    body,
  };
  pools.send(upstream, request, sending, isOpenEnded(exchange, call));
  return abort;
}

/** Streams on which silence is normal: the legacy GET stream and the modern listen request. */
function isOpenEnded(exchange: Exchange, call: OpenCall): boolean {
  return exchange.method === 'GET' || call.message?.method === 'subscriptions/listen';
}
