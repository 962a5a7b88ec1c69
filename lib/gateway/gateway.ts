import { setTimeout as sleep } from 'node:timers/promises';
import { whenOver } from '../net/when-over';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { activeSpan, type Span } from '../traces/context';
import type { Exchange } from './lanes/exchange';
import { handleCall, type GatewayServices } from './handle';
import { NodeExchange } from './lanes/node';
import type { Gateway } from './published';
import { webExchange } from './lanes/web';

/** Counts one HTTP request. @param startedMs performance.now() at its arrival */
export type CountHttp = (method: string, path: string, status: number, startedMs: number) => void;

/** One gateway over the given services. */
export function createGateway(
  services: Omit<GatewayServices, 'isStopping' | 'left'>,
  countHttp: CountHttp,
): Gateway {
  let running = 0;
  let stopping = false;
  /** Legacy GET streams last as long as their client: a stop ends them instead of waiting for them. */
  const streams = new Set<Exchange>();
  const all: GatewayServices = {
    ...services,
    isStopping: () => stopping,
    left(exchange) {
      running -= 1;
      streams.delete(exchange);
    },
  };
  const handle = (exchange: Exchange, ambient?: Span) => {
    running += 1;
    if (exchange.method === 'GET') streams.add(exchange);
    return handleCall(exchange, all, ambient);
  };
  return {
    serveNode(request, response) {
      const startedMs = performance.now();
      whenOver(request, response, () => {
        countHttp(
          request.method ?? '',
          request.url ?? '',
          response.writableFinished ? response.statusCode : 499,
          startedMs,
        );
      });
      void handle(new NodeExchange(request, response, services.clientAddress));
    },
    async serveWeb(request) {
      const startedMs = performance.now();
      const requestId = requestIdFrom(request.headers.get(REQUEST_ID_HEADER) ?? undefined);
      const { exchange, response } = webExchange(request, requestId, null);
      const call = handle(exchange, activeSpan());
      const answer = await response;
      void call.finally(() =>
        countHttp(request.method, new URL(request.url).pathname, answer.status, startedMs),
      );
      return answer;
    },
    endOverdue: () => services.limits.endOverdue(),
    async drain(deadlineMs) {
      stopping = true;
      for (const stream of streams) stream.reply.destroy();
      const deadline = Date.now() + deadlineMs;
      while (running > 0 && Date.now() < deadline) await sleep(20);
      return running;
    },
  };
}
