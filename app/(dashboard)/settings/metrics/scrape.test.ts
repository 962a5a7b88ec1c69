import { expect, it } from 'vitest';
import { scrapeConfig } from './scrape';

it('is what Prometheus takes, with a token and over https where that is so', () => {
  expect(scrapeConfig('https://sightline.example.com', 't0ken')).toBe(`scrape_configs:
  - job_name: sightline
    scheme: https
    metrics_path: /api/v1/metrics
    authorization: { credentials: 't0ken' }
    static_configs: [{ targets: ['sightline.example.com'] }]`);
  expect(scrapeConfig('http://127.0.0.1:3000', null)).not.toMatch(/scheme|authorization/);
});
