/**
 * An upstream MCP server for tests that does what it is told, well-behaved or not. The name of the tool
 * says what.
 */
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

/** Unknown members, a 20-digit integer, odd order and spacing, an escape: what a parser would change. */
export const EXACT_RESULT =
  '{ "zeta":1,"result":{"unknown_member":{"b":2,"a":1},"content":[{"type":"hologram","data":"\\u00e9\\/"}],' +
  '"big":12345678901234567890,"isError":false , "float":1.0e+02},"jsonrpc":"2.0"  ,"id":ID }';

/**
 * @typedef {{ method: string, headers: import('node:http').IncomingHttpHeaders, body: string }} Received
 * @typedef {object} Upstream
 * @property {string} url
 * @property {Received[]} received
 * @property {() => number} aborted  requests whose client went away before they were answered
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Upstream>} */
export async function startUpstream() {
  /** @type {Received[]} */
  const received = [];
  let aborted = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1;
    });
    request.on('end', () => {
      received.push({ method: request.method ?? '', headers: request.headers, body });
      answer(request, response, body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    received,
    aborted: () => aborted,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const SSE = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' };
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} body
 */
function answer(request, response, body) {
  if (request.method === 'DELETE') return response.writeHead(200).end();
  if (request.method === 'GET') return idleStream(response);
  const message = JSON.parse(body);
  if (message.id === undefined) return response.writeHead(202).end();
  if (message.method === 'initialize') {
    response.setHeader('mcp-session-id', 'upstream-session-1');
    return json(response, message.id, {
      protocolVersion: '2025-11-25',
      capabilities: {},
      serverInfo: { name: 'u', version: '1' },
    });
  }
  if (message.method !== 'tools/call') return json(response, message.id, {});
  const behaviour = BEHAVIOURS[message.params.name];
  if (!behaviour) return rpcError(response, message.id, -32602, 'Unknown tool');
  return behaviour(response, message, request);
}

/** @param {import('node:http').ServerResponse} response */
function idleStream(response) {
  response.writeHead(200, SSE).write(': hello\n\n');
  const timer = setInterval(
    () => response.write('data: {"jsonrpc":"2.0","method":"notifications/message"}\n\n'),
    100,
  );
  response.on('close', () => clearInterval(timer));
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {unknown} id
 * @param {unknown} result
 */
const json = (response, id, result) =>
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id, result }));

/**
 * @param {import('node:http').ServerResponse} response
 * @param {unknown} id
 * @param {number} code
 * @param {string} message
 */
const rpcError = (response, id, code, message) =>
  response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } }));

/** @param {string} text */
const text = (text) => ({ content: [{ type: 'text', text }] });

/** @param {unknown} id @param {unknown} result */
const event = (id, result) => `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`;

/** @type {Record<string, (response: import('node:http').ServerResponse, message: any, request: import('node:http').IncomingMessage) => unknown>} */
const BEHAVIOURS = {
  echo: (response, { id, params }) => json(response, id, text(`Echo: ${params.arguments?.message ?? ''}`)),
  exact: (response, { id }) =>
    response.writeHead(200, JSON_TYPE).end(EXACT_RESULT.replace('ID', JSON.stringify(id))),
  exact_sse: (response, { id }) =>
    response
      .writeHead(200, SSE)
      .end(`event: message\r\ndata: ${EXACT_RESULT.replace('ID', JSON.stringify(id))}\r\n\r\n`),
  tool_error: (response, { id }) => json(response, id, { ...text('it did not work'), isError: true }),
  late_error: (response, { id }) =>
    response
      .writeHead(200, JSON_TYPE)
      .end(
        `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${'x'.repeat(300_000)}"}],"isError":true}}`,
      ),
  rpc_error: (response, { id }) => rpcError(response, id, -32000, 'connect failed: password=hunter2hunter2'),
  wrong_id: (response) => json(response, 'somebody-else', text('not yours')),
  html: (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works</h1>'),
  http_500: (response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('boom'),
  unauthorized: (response) =>
    response.writeHead(401, { 'www-authenticate': 'Bearer resource_metadata="http://upstream/meta"' }).end(),
  redirect: (response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end(),
  gzip: (response) =>
    response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' }).end(gzipSync('{}')),
  cookie: (response, { id }) => {
    response.setHeader('set-cookie', 'upstream=1');
    return json(response, id, text('cookie'));
  },
  hang: () => undefined,
  hang_sse: (response) => response.writeHead(200, SSE).write(': waiting\n\n'),
  die_before: (response) => response.destroy(),
  die_json: (response, { id }) => {
    response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' });
    response.write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[`);
    setTimeout(() => response.destroy(), 20);
  },
  die_big_json: (response, { id }) => {
    response.writeHead(200, JSON_TYPE);
    response.write(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"${'x'.repeat(200_000)}`,
    );
    setTimeout(() => response.destroy(), 50);
  },
  die_sse: (response) => {
    response
      .writeHead(200, SSE)
      .write('data: {"jsonrpc":"2.0","method":"notifications/progress","params":{}}\n\n');
    setTimeout(() => response.destroy(), 20);
  },
  end_sse: (response) =>
    response.writeHead(200, SSE).end('data: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n'),
  /** Three progress events, 100 ms apart, then the result cut in the middle of a character. */
  progress: (response, { id }) => {
    response.writeHead(200, SSE);
    let sent = 0;
    const timer = setInterval(() => {
      sent += 1;
      if (sent <= 3) {
        const params = { progressToken: 'p', progress: sent };
        response.write(
          `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params })}\n\n`,
        );
        return;
      }
      clearInterval(timer);
      const last = Buffer.from(event(id, text('done é')));
      const middle = last.indexOf(0xc3) + 1;
      response.write(last.subarray(0, middle));
      setTimeout(() => response.end(last.subarray(middle)), 20);
    }, 100);
  },
  /** The answer, and then the stream stays open, as some servers do. */
  keep_open: (response, { id }) => response.writeHead(200, SSE).write(event(id, text('done'))),
  big_sse: (response, { id }) => response.writeHead(200, SSE).end(event(id, text('y'.repeat(1_000_000)))),
  big_json: (response, { id }) => json(response, id, text('z'.repeat(1_000_000))),
  many_chunks: (response, { id }) => {
    response.writeHead(200, JSON_TYPE);
    const parts =
      JSON.stringify({ jsonrpc: '2.0', id, result: text('q'.repeat(500)) }).match(/.{1,50}/g) ?? [];
    const timer = setInterval(() => {
      const part = parts.shift();
      if (part !== undefined) return response.write(part);
      clearInterval(timer);
      return response.end();
    }, 2);
  },
};
