/** A pass-through that adds a credential, for clients that cannot send one of their own. */
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream';

/**
 * Passes everything on as it came, the Host header too, and breaks off where either side does.
 *
 * @param {string} target  origin of the server behind it
 * @param {string} key  sent as bearer token
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startWithCredential(target, key) {
  const { hostname, port } = new URL(target);
  const server = createServer((request, response) => {
    const onward = httpRequest({
      hostname,
      port,
      path: request.url,
      method: request.method,
      headers: [...request.rawHeaders, 'Authorization', `Bearer ${key}`],
    });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      response.flushHeaders();
      pipeline(answer, response, () => undefined);
    });
    response.on('close', () => onward.destroy());
    pipeline(request, onward, (error) => {
      if (error) response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://localhost:${own}`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
