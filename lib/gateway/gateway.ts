import { setTimeout as sleep } from 'node:timers/promises';
import { countHttp } from '../observe/http';
import { REQUEST_ID_HEADER, requestIdFrom } from '../observe/request-id';
import { activeSpan } from '../observe/tracing';
import { handleCall, type GatewayServices } from './handle';
import { nodeExchange } from './node-handler';
import type { Gateway } from './published';
import { webExchange } from './web-handler';

/** One gateway over the given services. */
export function createGateway(services: Omit<GatewayServices, 'isStopping'>): Gateway {
  let running = 0;
  let stopping = false;
  const all: GatewayServices = { ...services, isStopping: () => stopping };
  const count = (call: Promise<void>) => {
    running += 1;
    void call.finally(() => (running -= 1));
  };
  return {
    serveNode(request, response) {
      const startedMs = performance.now();
      response.once('close', () => {
        countHttp(
          request.method ?? '',
          request.url ?? '',
          response.writableFinished ? response.statusCode : 499,
          startedMs,
        );
      });
      count(handleCall(nodeExchange(request, response), all));
    },
    async serveWeb(request) {
      const startedMs = performance.now();
      const requestId = requestIdFrom(request.headers.get(REQUEST_ID_HEADER) ?? undefined);
      const { exchange, response } = webExchange(request, requestId, request.headers.get('x-forwarded-for'));
      const call = handleCall(exchange, all, activeSpan());
      count(call);
      const answer = await response;
      void call.finally(() =>
        countHttp(request.method, new URL(request.url).pathname, answer.status, startedMs),
      );
      return answer;
    },
    async drain(deadlineMs) {
      stopping = true;
      const deadline = Date.now() + deadlineMs;
      while (running > 0 && Date.now() < deadline) await sleep(20);
      return running;
    },
  };
}
