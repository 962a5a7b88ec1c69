import { OTHER } from './bounded-labels';
import type { CallRecord } from '../record/call';
import { isAudited } from '../record/call';
import { metrics } from './registry';
import { toolLabels } from './tool-labels';
import type { AuditResult } from '../record/sinks';

const KNOWN_METHODS = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'tools/call',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'completion/complete',
  'logging/setLevel',
  'subscriptions/listen',
]);

/** CallRecord → Prometheus. tool_calls_total counts exactly the calls whose audit row is durable. */
export function metricsSink(record: CallRecord, audit: AuditResult): void {
  const all = metrics();
  const seconds = record.latencyMs / 1000;
  const tool = labelOf(record);
  if (isAudited(record) && audit === 'stored') {
    all.toolCalls.inc({ server: record.server, tool, status: record.outcome });
  }
  if (record.method === 'tools/call') all.toolLatency.observe({ server: record.server, tool }, seconds);
  if (record.method !== null) {
    const method = KNOWN_METHODS.has(record.method) ? record.method : OTHER;
    all.operations.observe({ mcp_method_name: method, error_type: record.errorCategory ?? '' }, seconds);
  }
  // What a client asks to find out what a server is, is nobody's failure.
  if (record.errorCategory && record.errorCategory !== 'client_probe')
    all.errors.inc({ category: record.errorCategory });
  if (audit === 'lost') all.errors.inc({ category: 'audit_unavailable' });
  for (const rule in record.maskCounts) all.secretsMasked.inc({ rule }, record.maskCounts[rule] ?? 0);
  reachability(record);
}

/** A row that had been counted as lost is there after all: tool_calls_total = rows again. */
export function countFoundLate(record: CallRecord): void {
  const all = metrics();
  all.toolCalls.inc({ server: record.server, tool: labelOf(record), status: record.outcome });
  all.auditRows.inc({ result: 'found_late' });
}

function labelOf({ server, tool, outcome }: CallRecord): string {
  return toolLabels().labelOf(server, tool, outcome === 'ok' || outcome === 'tool_error');
}

function reachability(record: CallRecord): void {
  const { errorCategory } = record;
  if (errorCategory === 'upstream_unreachable' || errorCategory === 'upstream_timeout') {
    metrics().serverStatus.set({ server: record.server }, 0);
  } else if (record.upstreamStatus !== null) {
    metrics().serverStatus.set({ server: record.server }, 1);
  }
}
