import { boundedLabels, OVERFLOW } from './bounded-labels';

const ID = ':id';
const MAX_ENDPOINTS = 200;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NUMBER = /^\d+$/;
/** Long, or letters and digits mixed: an id, a hash or a token, and no word of a route. */
const OPAQUE = /^(?=.*\d)[A-Za-z0-9_~.-]{16,}$|^[A-Za-z0-9_-]{40,}$/;

const endpoints = boundedLabels(MAX_ENDPOINTS);

/**
 * The `endpoint` label of a path: ids become `:id`, what agents and browsers choose freely gets a pattern,
 * and past a limit everything new is `__overflow__`. Never contains the query.
 */
export function endpointOf(path: string): string {
  const clean = path.split('?', 1)[0] ?? '/';
  if (clean.startsWith('/_next/')) return '/_next/:asset';
  if (/^\/mcp\/./.test(clean)) return '/mcp/:server';
  const normalised = clean
    .split('/')
    .map((segment) => (UUID.test(segment) || NUMBER.test(segment) || OPAQUE.test(segment) ? ID : segment))
    .join('/');
  return endpoints.has(normalised, true) ? normalised : OVERFLOW;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The `method` label: what is no ordinary method becomes OTHER. */
export const methodLabel = (method: string): string => (METHODS.has(method) ? method : 'OTHER');
