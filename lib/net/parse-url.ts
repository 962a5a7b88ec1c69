/** The URL that a text is, or null. (URL.parse does the same, from Node 22 on.) @param base of a relative one */
export function parseUrl(text: string, base?: string): URL | null {
  return URL.canParse(text, base) ? new URL(text, base) : null;
}
