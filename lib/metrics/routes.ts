/**
 * The routes of the product as the `endpoint` label has them, so that what strangers invent makes no series. A part
 * that begins with ":" stands for any one part of a path, one that begins with "*" for all the rest.
 * architecture.test.ts holds this list to the files of app/.
 */
export const ROUTES: readonly string[] = [
  '/',
  '/api/auth/*action',
  '/api/v1/health',
  '/api/v1/keys',
  '/api/v1/keys/:id',
  '/api/v1/dashboard',
  '/api/v1/metrics',
  '/api/v1/metrics/summary',
  '/api/v1/observability/logs',
  '/api/v1/observability/logs/:id',
  '/api/v1/observability/metrics/token-usage',
  '/api/v1/openapi.json',
  '/api/v1/servers',
  '/api/v1/servers/:id',
  '/api/v1/users',
  '/keys',
  '/login',
  '/logs',
  '/logs/:id',
  '/mcp',
  '/mcp/:server',
  '/register',
  '/servers',
  '/setup',
  '/.well-known/*path',
  // What the framework serves.
  '/_next/*asset',
  '/icon.svg',
];
