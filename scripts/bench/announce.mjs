/**
 * Listens on a free port of the loopback interface and tells the parent process which one.
 *
 * @param {import('node:http').Server} server
 */
export function announce(server) {
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
  });
  process.on('disconnect', () => process.exit(0));
}
