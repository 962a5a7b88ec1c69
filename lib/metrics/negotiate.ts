import type { Format } from './exposition';

/** How a scraper wants its answer. */
export interface Wanted {
  format: Format;
  gzip: boolean;
}

/** What Accept and Accept-Encoding ask for: OpenMetrics only for who prefers it, gzip only for who takes it. */
export function negotiate(accept: string | null, acceptEncoding: string | null): Wanted {
  const openMetrics = weightOf(accept, 'application/openmetrics-text', ({ version }) =>
    [undefined, '1.0.0', '0.0.1'].includes(version),
  );
  const text = Math.max(
    weightOf(accept, 'text/plain', ({ version }) => version === undefined || version === '0.0.4'),
    weightOf(accept, 'text/*'),
    weightOf(accept, '*/*'),
  );
  return {
    format: openMetrics > 0 && openMetrics >= text ? 'openmetrics' : 'text',
    gzip: weightOf(acceptEncoding, 'gzip') > 0,
  };
}

/** The highest q of the entries with this name; 0 when there is none. */
function weightOf(
  header: string | null,
  name: string,
  fits: (parameters: Record<string, string | undefined>) => boolean = () => true,
): number {
  let weight = 0;
  for (const entry of (header ?? '').split(',')) {
    const [type = '', ...rest] = entry.split(';').map((part) => part.trim());
    if (type.toLowerCase() !== name) continue;
    const parameters = Object.fromEntries(rest.map((part) => part.split('=', 2))) as Record<string, string>;
    if (fits(parameters)) weight = Math.max(weight, Number(parameters['q'] ?? 1) || 0);
  }
  return weight;
}
