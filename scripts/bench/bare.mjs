/**
 * The bare pass-through, a process of its own: node:http in front, an undici Pool behind, the bodies passed
 * on as they come. It reads nothing, checks nothing and records nothing; no gateway in Node can cost less.
 */
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { announce } from './announce.mjs';

const HOP_BY_HOP = new Set(['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding']);
const pool = new Pool(process.argv[2] ?? '', { connections: 128 });

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    pool.dispatch(
      {
        path: request.url ?? '/',
        method: /** @type {import('undici').Dispatcher.HttpMethod} */ (request.method ?? 'GET'),
        headers: passedOn(request.headers),
        body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
      },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, headers) {
          const { connection: _, 'keep-alive': __, ...passed } = headers;
          response.writeHead(status, passed);
        },
        onResponseData(_controller, chunk) {
          response.write(chunk);
        },
        onResponseEnd() {
          response.end();
        },
        onResponseError() {
          response.destroy();
        },
      },
    );
  });
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
