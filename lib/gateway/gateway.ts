import { setTimeout as sleep } from 'node:timers/promises';
import { whenOver } from '../net/when-over';
import { REQUEST_ID_HEADER, requestIdFrom } from '../net/request-id';
import { activeSpan, type Span } from '../traces/context';
import type { Exchange } from './lanes/exchange';
import { answerAcrossOrigins } from './cors';
import { handleCall, type GatewayServices } from './handle';
import { NodeExchange } from './lanes/node';
import { ParkedCalls } from './parked-calls';
import type { Gateway } from './published';
import { Strangers } from './read-refused';
import { RunningCalls } from './running-calls';
import { recordRefusals } from './record-refusals';
import { Refusals } from './refusals';
import { webExchange } from './lanes/web';

/** What is counted beside the records of calls. */
export interface Counts {
  /** one HTTP request. @param startedMs performance.now() at its arrival */
  http: (method: string, path: string, status: number, startedMs: number) => void;
  /** strangers' requests that were refused and are not on record one by one */
  refusals: (count: number) => void;
}

/** One gateway over the given services. */
export function createGateway(
  services: Omit<GatewayServices, 'running' | 'parked' | 'strangers' | 'refusals' | 'isStopping' | 'left'>,
  count: Counts,
): Gateway {
  let running = 0;
  let stopping = false;
  /** Legacy GET streams last as long as their client: a stop ends them instead of waiting for them. */
  const streams = new Set<Exchange>();
  const parked = new ParkedCalls();
  const refusals = new Refusals(count.refusals);
  const all: GatewayServices = {
    ...services,
    running: new RunningCalls(parked),
    parked,
    strangers: new Strangers(),
    refusals,
    isStopping: () => stopping,
    left(exchange) {
      running -= 1;
      streams.delete(exchange);
    },
  };
  const handle = async (exchange: Exchange, ambient?: Span) => {
    if (answerAcrossOrigins(exchange, services.allowedOrigins())) return;
    running += 1;
    if (exchange.method === 'GET') streams.add(exchange);
    await handleCall(exchange, all, ambient);
  };
  return {
    serveNode(request, response) {
      const startedMs = performance.now();
      whenOver(request, response, () => {
        count.http(
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
        count.http(request.method, new URL(request.url).pathname, answer.status, startedMs),
      );
      return answer;
    },
    tick() {
      services.limits.endOverdue();
      recordRefusals(refusals.takeRows(), services);
    },
    async drain(deadlineMs) {
      stopping = true;
      for (const stream of streams) stream.reply.destroy();
      const deadline = Date.now() + deadlineMs;
      while (running > 0 && Date.now() < deadline) await sleep(20);
      // Their rows are written with all others that wait.
      parked.giveUpAll();
      recordRefusals(refusals.takeRows(true), services);
      return running;
    },
  };
}
