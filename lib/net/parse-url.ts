/** The URL that a text is, or null. (URL.parse does the same, from Node 22 on.) */
export function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
