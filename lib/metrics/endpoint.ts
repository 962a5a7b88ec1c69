import { OTHER } from './bounded-labels';
import { ROUTES } from './routes';

const exact = new Set(ROUTES.filter((route) => !/[:*]/.test(route)));
const patterns = ROUTES.filter((route) => /[:*]/.test(route)).map((route) => ({
  route,
  parts: route.split('/').slice(1),
}));

/** The `endpoint` label of a path: the route that serves it, or `_other`. Never contains the query. */
export function endpointOf(path: string): string {
  const at = path.indexOf('?');
  const clean = at === -1 ? path : path.slice(0, at);
  if (exact.has(clean)) return clean;
  const parts = clean.split('/', MAX_PARTS).slice(1);
  return patterns.find((pattern) => matches(pattern.parts, parts))?.route ?? OTHER;
}

/** More parts than any route has; the rest of a path of slashes is not looked at. */
const MAX_PARTS = 12;

function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  for (const [index, part] of pattern.entries()) {
    if (part.startsWith('*')) return parts.length > index;
    const given = parts[index];
    if (given === undefined || given === '' || (!part.startsWith(':') && part !== given)) return false;
  }
  return parts.length === pattern.length;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The `method` label: what is no ordinary method becomes OTHER. */
export const methodLabel = (method: string): string => (METHODS.has(method) ? method : 'OTHER');
