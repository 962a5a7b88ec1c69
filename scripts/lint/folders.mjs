/**
 * What each folder may import: other folders or single files of ours (`imports`) and packages (`packages`; a name
 * that ends with "/*" stands for a scope, Node's own modules are `node`). All else is a breach. A folder that is
 * not listed may import nothing, so a new room begins with its line here.
 *
 * The list runs from top to bottom: a folder imports only what stands below it. That no two folders can import each
 * other follows from the order, and scripts/lint/allowed-imports.test.ts holds the list to it.
 *
 * @type {Record<string, { imports: string[], packages: string[] }>}
 */
export const FOLDERS = {
  'server.mjs': { imports: [], packages: ['node', 'next'] },
  'instrumentation.ts': { imports: ['lib/boot/start'], packages: [] },
  app: {
    imports: [
      'lib',
      'lib/admin-events',
      'lib/audit/query',
      'lib/auth',
      'lib/context',
      'lib/settings',
      'lib/gateway/published',
      'lib/health',
      'lib/keys',
      'lib/log',
      'lib/metrics/render',
      'lib/record/outcomes',
      'lib/servers',
      'lib/users',
    ],
    packages: [
      'react',
      'next',
      'next-auth',
      'nuqs',
      'zod',
      '@tanstack/*',
      'class-variance-authority',
      'clsx',
      'cmdk',
      'get-nonce',
      'lucide-react',
      'radix-ui',
      'tailwind-merge',
      'geist',
    ],
  },
  // Wires everything once; the only place that knows every room.
  'lib/boot': {
    imports: [
      'lib',
      'lib/context',
      'lib/settings',
      'lib/audit',
      'lib/crypto',
      'lib/database',
      'lib/directory',
      'lib/gateway',
      'lib/health',
      'lib/keys',
      'lib/log',
      'lib/mask',
      'lib/metrics',
      'lib/net',
      'lib/record',
      'lib/servers',
      'lib/traces',
      'lib/traces/providers',
      'lib/upstreams',
      'lib/upstreams/http',
      'lib/upstreams/stdio',
      'lib/users',
      'package.json',
    ],
    packages: ['node', 'pg', 'zod', '@opentelemetry/api'],
  },
  // The path of one call. Of an upstream it knows the port and no kind.
  'lib/gateway': {
    imports: [
      'lib',
      'lib/gateway/message',
      'lib/gateway/lanes',
      'lib/upstreams/port',
      'lib/traces/context',
      'lib/traces/place',
      'lib/directory',
      'lib/record',
      'lib/log',
      'lib/net',
      'lib/crypto',
      'lib/mask',
    ],
    packages: ['node'],
  },
  'lib/gateway/message': {
    imports: ['lib', 'lib/gateway/lanes', 'lib/record', 'lib/json'],
    packages: ['node'],
  },
  'lib/gateway/lanes': { imports: ['lib', 'lib/record', 'lib/net'], packages: ['node'] },
  'lib/upstreams/http': {
    imports: ['lib', 'lib/upstreams', 'lib/directory', 'lib/record', 'lib/net'],
    packages: ['node', 'undici'],
  },
  'lib/upstreams/stdio': {
    imports: ['lib', 'lib/upstreams', 'lib/directory', 'lib/record', 'lib/log', 'lib/mask', 'lib/json'],
    packages: ['node'],
  },
  'lib/upstreams': { imports: ['lib/directory', 'lib/record'], packages: [] },
  'lib/auth': {
    imports: [
      'lib',
      'lib/users',
      'lib/keys/last-used',
      'lib/settings',
      'lib/context',
      'lib/directory',
      'lib/crypto',
      'lib/net',
      'lib/traces/context',
      'lib/log',
    ],
    packages: ['node', 'next', 'next-auth'],
  },
  'lib/health': { imports: ['lib', 'lib/audit', 'lib/database'], packages: [] },
  'lib/metrics': { imports: ['lib', 'lib/traces', 'lib/record', 'lib/log'], packages: ['prom-client'] },
  // One file a destination's product; they stand above the traces that they send.
  'lib/traces/providers': {
    imports: ['lib', 'lib/traces', 'lib/record', 'lib/log', 'lib/mask', 'lib/net'],
    packages: ['node', 'undici', 'zod', '@opentelemetry/*', 'aws4fetch', 'jose'],
  },
  'lib/traces': {
    imports: ['lib', 'lib/record', 'lib/log', 'lib/mask', 'lib/net'],
    packages: [
      'node',
      'undici',
      'zod',
      '@opentelemetry/*',
      '@vercel/otel',
      '@prisma/instrumentation',
      '@grpc/grpc-js',
      'aws4fetch',
      'jose',
    ],
  },
  'lib/audit': {
    imports: ['lib', 'lib/audit/devices', 'lib/record', 'lib/log', 'lib/mask'],
    packages: ['pg'],
  },
  'lib/audit/query': { imports: ['lib', 'lib/record', 'lib/database', 'lib/generated'], packages: ['zod'] },
  'lib/audit/devices': { imports: [], packages: ['pg'] },
  'lib/record': { imports: ['lib', 'lib/log', 'lib/mask'], packages: ['node', 'uuid'] },
  'lib/servers': {
    imports: [
      'lib',
      'lib/admin-events',
      'lib/context',
      'lib/directory',
      'lib/database',
      'lib/generated',
      'lib/crypto',
      'lib/net',
    ],
    packages: ['node', 'zod'],
  },
  'lib/keys': {
    imports: [
      'lib',
      'lib/admin-events',
      'lib/context',
      'lib/directory',
      'lib/database',
      'lib/generated',
      'lib/crypto',
    ],
    packages: ['node', 'zod'],
  },
  'lib/users': {
    imports: [
      'lib',
      'lib/admin-events',
      'lib/context',
      'lib/database',
      'lib/generated',
      'lib/crypto',
      'lib/net',
    ],
    packages: ['node', 'zod', 'rate-limiter-flexible'],
  },
  'lib/settings': {
    imports: [
      'lib',
      'lib/admin-events',
      'lib/context',
      'lib/database',
      'lib/generated',
      'lib/crypto',
      'lib/net',
    ],
    packages: ['node', 'zod'],
  },
  'lib/admin-events': {
    imports: ['lib', 'lib/context', 'lib/database', 'lib/generated', 'lib/mask'],
    packages: ['node', 'zod', 'uuid'],
  },
  // Who asks, and the transaction that a change and its event share.
  'lib/context': {
    imports: ['lib', 'lib/directory/scopes', 'lib/database', 'lib/generated'],
    packages: ['node'],
  },
  'lib/directory': { imports: ['lib', 'lib/database'], packages: ['pg'] },
  'lib/database': {
    imports: ['lib', 'lib/generated', 'lib/database/embedded', 'lib/log'],
    packages: ['node', 'pg', '@prisma/*'],
  },
  // Looks for the files of a package that may or may not be installed.
  'lib/database/embedded': { imports: ['lib'], packages: ['node', 'pg', 'createRequire'] },
  'lib/log': { imports: ['lib', 'lib/mask'], packages: ['pino', '@opentelemetry/api'] },
  'lib/net': { imports: ['lib', 'lib/mask'], packages: ['node'] },
  'lib/mask': { imports: ['lib/once', 'lib/own-text'], packages: [] },
  'lib/json': { imports: ['lib/own-text'], packages: [] },
  'lib/crypto': { imports: ['lib'], packages: ['node'] },
  'lib/generated': { imports: [], packages: [] },
  lib: { imports: [], packages: ['node', 'zod'] },
};
