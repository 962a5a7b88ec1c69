/**
 * The routes of the product as the `endpoint` label has them, so that what strangers invent makes no series. A part
 * that begins with ":" stands for any one part of a path, one that begins with "*" for all the rest.
 * architecture.test.ts holds this list to the files of app/.
 */
export const ROUTES: readonly string[] = [
  '/',
  '/activity',
  '/api/auth/*action',
  '/api/v1/admin-events',
  '/api/v1/health',
  '/api/v1/keys',
  '/api/v1/keys/:id',
  '/api/v1/metrics',
  '/api/v1/observability/export',
  '/api/v1/observability/export/health',
  '/api/v1/observability/export/providers',
  '/api/v1/observability/export/test',
  '/api/v1/observability/logs',
  '/api/v1/observability/logs/:id',
  '/api/v1/openapi.json',
  '/api/v1/servers',
  '/api/v1/servers/:id',
  '/api/v1/settings',
  '/api/v1/settings/:section',
  '/api/v1/users',
  '/api/v1/users/:id',
  '/keys',
  '/login',
  '/logs',
  '/logs/:id',
  '/mcp',
  '/mcp/:server',
  '/register',
  '/servers',
  '/settings/export',
  '/setup',
  '/users',
  '/.well-known/*path',
  // What the framework serves.
  '/_next/*asset',
  '/icon.svg',
];
