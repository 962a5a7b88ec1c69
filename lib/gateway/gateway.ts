import type { IncomingMessage, ServerResponse } from 'node:http';
import { trace } from '@opentelemetry/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { slot } from '../once';
import { countHttp } from '../observe/http';
import { REQUEST_ID_HEADER, requestIdFrom } from '../observe/request-id';
import { handleCall, type GatewayServices } from './handle';
import { nodeExchange } from './node-handler';
import { webExchange } from './web-handler';

/** The gateway as the two lanes use it: one instance, one count of what is running. */
export interface Gateway {
  /** The direct lane. The request carries its id in x-request-id. */
  serveNode(request: IncomingMessage, response: ServerResponse): void;
  /** The route lane, where server.mjs is not in front: it gives the id and counts the request itself. */
  serveWeb(request: Request): Promise<Response>;
  /** Refuses new calls and waits for the running ones, at most until the deadline; says how many are left. */
  drain(deadlineMs: number): Promise<number>;
}

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
        countHttp(request.method ?? '', request.url ?? '', response.writableFinished ? response.statusCode : 499, startedMs);
      });
      count(handleCall(nodeExchange(request, response), all));
    },
    async serveWeb(request) {
      const startedMs = performance.now();
      const requestId = requestIdFrom(request.headers.get(REQUEST_ID_HEADER) ?? undefined);
      const { exchange, response } = webExchange(request, requestId, request.headers.get('x-forwarded-for'));
      const call = handleCall(exchange, all, trace.getActiveSpan());
      count(call);
      const answer = await response;
      void call.finally(() => countHttp(request.method, new URL(request.url).pathname, answer.status, startedMs));
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

const current = slot<Gateway>('gateway');

/** Set by boot; both lanes use the one published instance. */
export const publishGateway = (value: Gateway): void => current.set(value);
export const gateway = (): Gateway => current.get();
