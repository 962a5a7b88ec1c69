/**
 * The process entry of `npm start` and `npm run dev`: a Next custom server. Everything that is decided is
 * decided in lib/boot/start.ts, which instrumentation.ts runs and which leaves its handler on globalThis; this
 * file owns the socket and the signals. Plain JavaScript without a build step, on purpose.
 */
import { createServer } from 'node:http';
import next from 'next';

const STOP_DEADLINE_MS = 10_000;
const PUBLISH_DEADLINE_MS = 120_000;

const dev = process.argv.includes('--dev');
process.env.NODE_ENV = dev ? 'development' : 'production';
// Next's own signal handler ends the process before the audit log and the spans are flushed.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
// Next's fetch spans put whole URLs, query included, into span names.
process.env.NEXT_OTEL_FETCH_DISABLED = '1';
// A gateway that is trusted with a record reports to nobody.
process.env.NEXT_TELEMETRY_DISABLED = '1';

const hostname = process.env.HOST || '127.0.0.1';
const port = Number(process.env.PORT || 3000);

const server = createServer({
  // Slow senders are cut off; answers may take as long as their upstream does.
  headersTimeout: 15_000,
  requestTimeout: 60_000,
  keepAliveTimeout: 65_000,
});
const app = next({ dev, hostname, port, httpServer: server });

// In production prepare() does not wait for register(), so boot tells when it is through.
const published = new Promise((resolve, reject) => {
  globalThis[Symbol.for('sightline.onPublished')] = { value: resolve };
  setTimeout(
    () => reject(new Error('instrumentation.ts published no handler.')),
    PUBLISH_DEADLINE_MS,
  ).unref();
});
await app.prepare();
const sightline = await published.catch((error) => {
  process.stderr.write(`${error.message} Run "npm start" again, which builds anew.\n`);
  process.exit(1);
});
const handle = app.getRequestHandler();

server.on('request', (request, response) => {
  sightline.serve(request, response, () => handle(request, response));
});
if (dev) {
  const upgrade = app.getUpgradeHandler();
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
} else {
  // Only the development server speaks WebSocket. A client that offers an upgrade (curl --http2 does) is answered as
  // if it had not, as long as nobody listens; Next begins to at its first request.
  server.on('newListener', (event) => {
    if (event === 'upgrade') process.nextTick(() => server.removeAllListeners(event));
  });
}
server.on('error', async (error) => {
  const hint = error.code === 'EADDRINUSE' ? ` Port ${port} is taken: set PORT to another one.` : '';
  process.stderr.write(
    `The server cannot listen on ${hostname}:${port} (${error.code ?? error.message}).${hint}\n`,
  );
  await sightline.stop(STOP_DEADLINE_MS);
  process.exit(1);
});
server.listen(port, hostname, () => {
  const { port: bound } = server.address();
  process.stderr.write(`Sightline is ready on http://${hostname}:${bound}\n`);
  if (sightline.notice) process.stderr.write(`\n  ${sightline.notice}\n\n`);
});

let stopping = false;
async function stop(signal) {
  if (stopping) process.exit(1);
  stopping = true;
  process.stderr.write(`${signal}: stopping, at most ${STOP_DEADLINE_MS / 1000} s\n`);
  setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
  server.close();
  server.closeIdleConnections();
  await sightline.stop(STOP_DEADLINE_MS - 1_000);
  server.closeAllConnections();
  process.exit(0);
}
process.on('SIGTERM', () => void stop('SIGTERM'));
process.on('SIGINT', () => void stop('SIGINT'));
