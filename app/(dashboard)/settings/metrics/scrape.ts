/** Stands where a token goes that this page does not know. */
export const TOKEN_PLACEHOLDER = 'YOUR_TOKEN';

/** What goes into prometheus.yml. @param address the gateway's own @param token null: it asks without one */
export function scrapeConfig(address: string, token: string | null): string {
  const { protocol, host } = new URL(address);
  return [
    'scrape_configs:',
    '  - job_name: sightline',
    ...(protocol === 'https:' ? ['    scheme: https'] : []),
    '    metrics_path: /api/v1/metrics',
    ...(token === null ? [] : [`    authorization: { credentials: '${token}' }`]),
    `    static_configs: [{ targets: ['${host}'] }]`,
  ].join('\n');
}
