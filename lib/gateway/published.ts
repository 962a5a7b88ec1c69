import type { IncomingMessage, ServerResponse } from 'node:http';
import { slot } from '../once';

/** The gateway as the two lanes use it: one instance, one count of what is running. */
export interface Gateway {
  /** The direct lane. The request carries its id in x-request-id. */
  serveNode(request: IncomingMessage, response: ServerResponse): void;
  /** The route lane, where server.mjs is not in front: it gives the id and counts the request itself. */
  serveWeb(request: Request): Promise<Response>;
  /** Ends what has lasted longer than it may, and puts on record what was counted. One of the process's jobs. */
  tick(): void;
  /** Refuses new calls and waits for the running ones, at most until the deadline; says how many are left. */
  drain(deadlineMs: number): Promise<number>;
}

const current = slot<Gateway>('gateway');

/** Set by boot; both lanes use the one published instance. */
export const publishGateway = (value: Gateway): void => current.set(value);

/** Throws before boot. */
export const gateway = (): Gateway => current.get();
