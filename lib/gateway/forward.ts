import type { ServedServer } from '../directory/directory';
import type { OpenCall } from '../record/call';
import { formatTraceparent } from '../traces/context';
import type { Onward } from '../traces/place';
import type { Upstreams } from '../upstreams/port';
import type { Exchange } from './lanes/exchange';
import { first, requestHeaders, responseHeaders, type Ends } from './headers';
import { ListedTools } from './message/listed-tools';
import { spliceTrace } from './message/splice-trace';
import type { ReadMessage } from './message/read';
import type { Relay } from './relay';

export interface ForwardOptions extends Ends {
  server: ServedServer;
  read: ReadMessage | null;
  /** the trace context that the upstream is given */
  traced: Onward;
  relay: Relay;
  upstreams: Upstreams;
  /** the names that a server has listed as its tools */
  toolsListed: (server: string, names: string[]) => void;
}

/**
 * Sends the request to the upstream and its answer into the relay. The body is the agent's own, but for the trace
 * context; the agent's credential stays here.
 *
 * @returns a function that breaks the request off
 * Throws Failure: unknown_session; later failures go into the relay.
 */
export function forward(options: ForwardOptions): () => void {
  const { exchange, call, server, read, relay, upstreams, keyId } = options;
  const headers = requestHeaders(options, formatTraceparent(options.traced.httpClient));
  if (options.traced.tracestate !== null) headers.tracestate = options.traced.tracestate;
  const body = read ? spliceTrace(read, formatTraceparent(options.traced.mcpClient)) : null;
  const tools =
    call.message?.method === 'tools/list'
      ? new ListedTools((names) => options.toolsListed(server.slug, names))
      : undefined;
  call.upstreamStartedMs = performance.now();
  return upstreams.send(
    server,
    {
      httpMethod: exchange.method,
      headers,
      body,
      message: call.message,
      sessionId: call.sessionId,
      keyId,
      openEnded: isOpenEnded(exchange, call),
    },
    {
      head(status, answerHeaders, flow) {
        const contentType = first(answerHeaders['content-type']) ?? '';
        tools?.start(contentType);
        relay.start(status, contentType, responseHeaders(options, answerHeaders, contentType), flow);
      },
      data(chunk) {
        tools?.data(chunk);
        relay.data(chunk);
      },
      end() {
        tools?.end();
        relay.end();
      },
      fail(failure, status) {
        if (status !== undefined) call.upstreamStatus = status;
        relay.fail(failure);
      },
    },
  );
}

/** Streams on which silence is normal: the legacy GET stream and the modern listen request. */
export function isOpenEnded(exchange: Exchange, call: OpenCall): boolean {
  return exchange.method === 'GET' || call.message?.method === 'subscriptions/listen';
}
