import { describe, expect, it } from 'vitest';
import type { Format } from './exposition';
import { metrics } from './registry';
import { renderMetrics } from './render';

async function scrape(format: Format = 'text'): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of renderMetrics(format)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('the exposition', () => {
  it('follows the naming rules that promtool checks', async () => {
    const text = await scrape();
    const kinds = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', kind]) => ({ name, kind }));
    expect(kinds.length).toBeGreaterThan(20);
    for (const { name, kind } of kinds) {
      expect(name.endsWith('_total'), `${name} is a ${kind}`).toBe(kind === 'counter');
    }
    for (const [, name, help = ''] of text.matchAll(/^# HELP (\S+) ?(.*)$/gm))
      expect(help, name).not.toBe('');
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  });

  it('has every metric that was promised', async () => {
    const text = await scrape();
    for (const name of [
      'http_requests_total',
      'http_request_duration_seconds',
      'tool_calls_total',
      'tool_latency_seconds',
      'tool_tokens_estimated_total',
      'mcp_server_operation_duration_seconds',
      'mcp_client_operation_duration_seconds',
      'gateway_share_seconds',
      'server_status',
      'tokens_total',
      'active_connections',
      'errors_total',
      'audit_queue_rows',
      'audit_oldest_unwritten_age_seconds',
      'audit_batch_rows',
      'audit_commit_seconds',
      'audit_rows_total',
      'secrets_masked_total',
      'telemetry_spans_total',
      'telemetry_export_failures_total',
      'metrics_series_dropped_total',
      'sightline_build_info',
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'process_open_fds',
      'nodejs_gc_duration_seconds',
      'nodejs_eventloop_lag_seconds',
      'nodejs_version_info',
    ]) {
      expect(text).toContain(`# TYPE ${name} `);
    }
  });

  it('is the same in OpenMetrics, whichever was asked for before, and ends as it must', async () => {
    metrics().toolCalls.inc({ server: 's', tool: 't', status: 'ok', source: 'server' });
    const before = await scrape();
    const open = await scrape('openmetrics');
    expect(open.endsWith('\n# EOF\n')).toBe(true);
    expect(open).toContain('# TYPE tool_calls counter\n');
    expect(open).toContain('tool_calls_total{server="s",tool="t",status="ok",source="server"} ');
    const names = (text: string) => new Set([...text.matchAll(/^[a-z_]+/gm)].map(([name]) => name));
    expect(names(open)).toEqual(names(before));
    expect(await scrape()).toContain('# TYPE tool_calls_total counter\n');
  });
});
