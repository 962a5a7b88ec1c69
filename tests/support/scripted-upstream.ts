import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  /** the message, or {} where there was none */
  message: RpcMessage;
  body: string;
}

export interface RpcMessage {
  id?: number | string;
  method?: string;
  params?: { name?: string; requestId?: number | string; requestState?: string; [name: string]: unknown };
  result?: unknown;
}

export type Act = (response: ServerResponse, received: Received) => unknown;

export interface ScriptedUpstream {
  url: string;
  /** what a tool does, by its name, or "GET" */
  acts: Record<string, Act>;
  received: Received[];
  /** hears every message that needs no answer */
  heard: (listener: (message: RpcMessage) => void) => void;
  /** requests whose other side went away before they were answered */
  aborted: () => number;
  stop: () => Promise<void>;
}

export const SSE = { 'content-type': 'text/event-stream' };
export const JSON_TYPE = { 'content-type': 'application/json' };

export const resultOf = (id: unknown, result: unknown) => JSON.stringify({ jsonrpc: '2.0', id, result });
export const text = (words: string) => ({ content: [{ type: 'text', text: words }] });
export const eventOf = (data: string, id?: string) =>
  `${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`;

/** An upstream with sessions, each of whose tools does what a test says. */
export async function startScriptedUpstream(): Promise<ScriptedUpstream> {
  const received: Received[] = [];
  const listeners = new Set<(message: RpcMessage) => void>();
  const acts: Record<string, Act> = {
    echo: (response, { message }) =>
      response.writeHead(200, JSON_TYPE).end(resultOf(message.id, text('echo'))),
  };
  let aborted = 0;
  let sessions = 0;
  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const message = (body === '' ? {} : JSON.parse(body)) as RpcMessage;
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, message, body };
    received.push(one);
    if (method === 'GET') return acts.GET ? acts.GET(response, one) : response.writeHead(405).end();
    if (message.id === undefined || message.method === undefined) {
      for (const listener of listeners) listener(message);
      return response.writeHead(202).end();
    }
    if (message.method === 'initialize') {
      response.setHeader('mcp-session-id', `session-${(sessions += 1)}`);
      return response.writeHead(200, JSON_TYPE).end(resultOf(message.id, { protocolVersion: '2025-11-25' }));
    }
    const act = acts[message.params?.name ?? ''];
    return act ? act(response, one) : response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => answer(request, response, body));
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1;
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    acts,
    received,
    heard: (listener) => void listeners.add(listener),
    aborted: () => aborted,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
