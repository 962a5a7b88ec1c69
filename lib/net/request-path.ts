/** What needs no normalising, which is nearly everything that agents and browsers send. */
const PLAIN = /^\/(?:[\w~!$&'()*+,;=:@-]+(?:\/[\w~!$&'()*+,;=:@-]+)*\/?)?(?:\?|$)/;

/**
 * The path and query of a request as everybody behind here shall see them: dot segments resolved, repeated slashes
 * one, the origin of an absolute-form target gone (RFC 9112, section 3.2). Done before anything is routed by the
 * path, or `/./mcp/x` and `//mcp/x` would be routed differently here and by the framework behind.
 *
 * @param url as it stands in the request line
 */
export function normaliseTarget(url: string): string {
  if (PLAIN.test(url)) return url;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(url)?.[0] ?? '';
  const rest = url.slice(absolute.length);
  const at = rest.search(/[?#]/);
  const path = at === -1 ? rest : rest.slice(0, at);
  const query = at === -1 || rest[at] === '#' ? '' : rest.slice(at).replace(/#.*$/s, '');
  const normal = new URL(`http://path/${path.replaceAll('\\', '/').replace(/^\/+/, '')}`).pathname;
  return normal.replaceAll(/\/{2,}/g, '/') + query;
}
