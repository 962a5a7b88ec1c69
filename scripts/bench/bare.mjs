/**
 * The bare pass-through, a process of its own: node:http in front, an undici pool behind, bodies streamed
 * through with Pool.stream(). It reads nothing, checks nothing and records nothing.
 */
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { announce } from './announce.mjs';

const HOP_BY_HOP = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']);
const pool = new Pool(process.argv[2] ?? '', { connections: 128 });

const server = createServer((request, response) => {
  const forwarded = {
    path: request.url ?? '/',
    method: /** @type {import('undici').Dispatcher.HttpMethod} */ (request.method ?? 'GET'),
    headers: passedOn(request.headers),
    body: request,
  };
  pool
    .stream(forwarded, ({ statusCode, headers }) => {
      const { connection: _, 'keep-alive': __, ...passed } = headers;
      return response.writeHead(statusCode, passed);
    })
    .catch(() => response.destroy());
});
announce(server);

/** @param {import('node:http').IncomingHttpHeaders} headers */
function passedOn(headers) {
  /** @type {Record<string, string>} */
  const kept = {};
  for (const name in headers) {
    const value = headers[name];
    if (!HOP_BY_HOP.has(name) && value !== undefined) kept[name] = String(value);
  }
  return kept;
}
