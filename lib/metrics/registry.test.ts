import { describe, expect, it } from 'vitest';
import { metrics } from './registry';

describe('the exposition', () => {
  it('follows the naming rules that promtool checks', async () => {
    const text = await metrics().registry.metrics();
    const kinds = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', kind]) => ({ name, kind }));
    expect(kinds.length).toBeGreaterThan(20);
    for (const { name, kind } of kinds) {
      expect(name.endsWith('_total'), `${name} is a ${kind}`).toBe(kind === 'counter');
    }
    for (const [, name, help = ''] of text.matchAll(/^# HELP (\S+) ?(.*)$/gm))
      expect(help, name).not.toBe('');
  });

  it('has every metric that was promised', async () => {
    const text = await metrics().registry.metrics();
    for (const name of [
      'http_requests_total',
      'http_request_duration_seconds',
      'tool_calls_total',
      'tool_latency_seconds',
      'errors_total',
      'active_connections',
      'server_status',
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_gc_duration_seconds',
      'nodejs_eventloop_lag_seconds',
      'nodejs_version_info',
    ]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
  });
});
