const HERE = 'http://here.invalid';

/** The path to go to after signing in: only one of our own, or a link could lead people to another site. */
export function safePath(wanted: string | string[] | undefined): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, HERE)) return '/logs';
  const url = new URL(wanted, HERE);
  return url.origin === HERE ? url.pathname + url.search + url.hash : '/logs';
}
