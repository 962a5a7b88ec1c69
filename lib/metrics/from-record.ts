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
  const tool = labelOf(record);
  const { server, sourceType: source } = record;
  if (isAudited(record) && audit === 'stored') {
    all.toolCalls.inc({ server, tool, status: record.outcome, source });
  }
  if (record.method === 'tools/call') {
    all.toolLatency.observe({ server, tool, source }, record.latencyMs / 1000, record);
  }
  tokens(record, tool);
  durations(record);
  // What a client asks to find out what a server is, is nobody's failure.
  if (record.errorCategory && record.errorCategory !== 'client_probe')
    all.errors.inc({ category: record.errorCategory });
  if (audit === 'lost') all.errors.inc({ category: 'audit_unavailable' });
  for (const rule in record.maskCounts) all.secretsMasked.inc({ rule }, record.maskCounts[rule] ?? 0);
  reachability(record);
}

function tokens(record: CallRecord, tool: string): void {
  if (record.method !== 'tools/call') return;
  const { toolTokens } = metrics();
  const { server, sourceType: source, argumentTokens, resultTokens } = record;
  if (argumentTokens) toolTokens.inc({ server, tool, direction: 'arguments', source }, argumentTokens);
  if (resultTokens) toolTokens.inc({ server, tool, direction: 'result', source }, resultTokens);
}

/** What a language model says it has used, for whoever asks one. */
export function countModelTokens(
  model: { provider: string; model: string },
  used: { input: number; output: number },
): void {
  const all = metrics();
  for (const type of ['input', 'output'] as const) all.tokens.inc({ ...model, type }, used[type]);
}

/** By the conventions for MCP: what the agent waited for and what the upstream took; what is left is the gateway's own. */
function durations(record: CallRecord): void {
  if (record.method === null) return;
  const all = metrics();
  const { server, sourceType: source, latencyMs, upstreamMs } = record;
  const labels = {
    mcp_method_name: KNOWN_METHODS.has(record.method) ? record.method : OTHER,
    error_type: record.errorCategory ?? '',
  };
  all.operations.observe(labels, latencyMs / 1000, record);
  if (upstreamMs !== null) {
    const address = {
      server_address: record.upstreamAddress ?? server,
      server_port: record.upstreamPort === null ? '' : String(record.upstreamPort),
    };
    all.clientOperations.observe({ ...labels, ...address }, upstreamMs / 1000, record);
  }
  all.gatewayShare.observe({ server, source }, Math.max(0, latencyMs - (upstreamMs ?? 0)) / 1000, record);
}

/** A row that had been counted as lost is there after all: tool_calls_total = rows again. */
export function countFoundLate(record: CallRecord): void {
  const all = metrics();
  const { server, outcome: status, sourceType: source } = record;
  all.toolCalls.inc({ server, tool: labelOf(record), status, source });
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
