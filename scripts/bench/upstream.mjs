/** The trivial upstream, a process of its own: answers any tools/call with about 200 bytes of JSON. */
import { createServer } from 'node:http';
import { announce } from './announce.mjs';

const server = createServer((request, response) => {
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const { id, params } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const content = [{ type: 'text', text: `Echo: ${params.arguments.message}` }];
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result: { content } }));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
announce(server);
