import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { droppedLogLines } from '../log/log';
import { once } from '../once';
import { openConnections } from '../record/open-connections';
import { partFailures } from '../record/part-failures';
import { auditState } from './audit-state';
import { CounterFamily, GaugeFamily, HistogramFamily, type AnyFamily } from './family';
import { addSpanMetrics } from './spans';
import { toolLabels } from './tool-labels';

/** Seconds; the boundaries of the OpenTelemetry conventions for MCP, so that both names can be compared. */
const OPERATION_BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** The gateway's own time is a fraction of a millisecond; what is above a tenth of a second is a fault. */
const SHARE_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];
const COMMIT_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];
const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 500];

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  // Gauges whose names end in _total, which promtool rightly refuses; the same figures stand by type in
  // nodejs_active_handles, nodejs_active_requests and nodejs_active_resources.
  for (const kind of ['handles', 'requests', 'resources']) {
    registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  }
  addReadings(registry);
  addSpanMetrics(registry);
  const overflows = new Map<string, number>();
  const onOverflow = (metric: string) => overflows.set(metric, (overflows.get(metric) ?? 0) + 1);
  new Counter({
    name: 'metrics_series_dropped_total',
    help: 'Observations that were counted as _other: a metric has as many series as it may have, or (tool_calls_total) the server or all servers together have too many tools.',
    labelNames: ['metric'] as const,
    registers,
    collect() {
      this.reset();
      this.inc({ metric: 'tool_calls_total' }, toolLabels().droppedSamples());
      for (const [metric, count] of overflows) this.inc({ metric }, count);
    },
  });
  const families = {
    ...callFamilies(onOverflow),
    httpRequests: new CounterFamily({
      name: 'http_requests_total',
      help: 'HTTP requests of every kind.',
      labelNames: ['method', 'endpoint', 'status'],
      onOverflow,
    }),
    httpDuration: new HistogramFamily(
      {
        name: 'http_request_duration_seconds',
        help: 'Time from the arrival of an HTTP request to the end of its answer.',
        labelNames: ['method', 'endpoint', 'status'],
        onOverflow,
      },
      HTTP_BUCKETS,
    ),
    auditRows: new CounterFamily({
      name: 'audit_rows_total',
      help: 'Audit rows by what became of them: written, degraded (written without what PostgreSQL refused), lost, or found_late (lost, but written after all; the answer was withheld).',
      labelNames: ['result'],
    }),
    auditBatch: new HistogramFamily(
      { name: 'audit_batch_rows', help: 'How many rows one write to the audit log holds.', labelNames: [] },
      BATCH_BUCKETS,
    ),
    auditCommit: new HistogramFamily(
      {
        name: 'audit_commit_seconds',
        help: 'How long one write to the audit log took, until it was durable or had failed.',
        labelNames: ['result'],
      },
      COMMIT_BUCKETS,
    ),
    tokens: new CounterFamily({
      name: 'tokens_total',
      help: 'Tokens that language models said they used, by type: input, output.',
      labelNames: ['provider', 'model', 'type'],
      maxSeries: 500,
      onOverflow,
    }),
    buildInfo: new GaugeFamily({
      name: 'sightline_build_info',
      help: 'Always 1; the labels say which version of Sightline and of Node.js runs.',
      labelNames: ['version', 'node'],
    }),
  };
  // Without labels there is one series, which is there from the start.
  const single = {
    refusalsAggregated: new Counter({
      name: 'refusals_aggregated_total',
      help: 'Requests without a valid key that were refused beyond the rate and are on record together, in a row a minute for each address.',
      registers,
    }),
    partitionsAhead: new Gauge({
      name: 'audit_partitions_ahead_days',
      help: 'Days after today for which the audit log has a partition. Without one for the day rows cannot be written.',
      registers,
    }),
  };
  return { registry, families: Object.values<AnyFamily>(families), ...families, ...single };
}

/** What calls are counted in. The three pillars share these: `source` says whether it was a server, a skill or a sandbox. */
const callFamilies = (onOverflow: (metric: string) => void) => ({
  toolCalls: new CounterFamily({
    name: 'tool_calls_total',
    help: 'Calls on record: as many as audit rows of this process.',
    labelNames: ['server', 'tool', 'status', 'source'],
    onOverflow,
  }),
  toolLatency: new HistogramFamily(
    {
      name: 'tool_latency_seconds',
      help: 'Time from the arrival of a tool call to its sealed answer, gateway and upstream together, without the audit write.',
      labelNames: ['server', 'tool', 'source'],
      onOverflow,
    },
    OPERATION_BUCKETS,
  ),
  toolTokens: new CounterFamily({
    name: 'tool_tokens_estimated_total',
    help: 'Estimated tokens that tool calls put into their agents’ context, by direction: arguments, result.',
    labelNames: ['server', 'tool', 'direction', 'source'],
    onOverflow,
  }),
  gatewayShare: new HistogramFamily(
    {
      name: 'gateway_share_seconds',
      help: 'The gateway’s own part of a call: its whole duration without the time that the upstream took.',
      labelNames: ['server', 'source'],
      onOverflow,
    },
    SHARE_BUCKETS,
  ),
  operations: new HistogramFamily(
    {
      name: 'mcp_server_operation_duration_seconds',
      help: 'Duration of every MCP message as the agent sees it, whether on record or not.',
      labelNames: ['mcp_method_name', 'error_type'],
      onOverflow,
    },
    OPERATION_BUCKETS,
  ),
  clientOperations: new HistogramFamily(
    {
      name: 'mcp_client_operation_duration_seconds',
      help: 'Duration of every MCP message that was handed to an upstream: the upstream’s share.',
      labelNames: ['mcp_method_name', 'error_type', 'server_address', 'server_port'],
      onOverflow,
    },
    OPERATION_BUCKETS,
  ),
  errors: new CounterFamily({
    name: 'errors_total',
    help: 'Calls that failed, by category.',
    labelNames: ['category'],
  }),
  serverStatus: new GaugeFamily({
    name: 'server_status',
    help: '1: the server answered when it was last spoken to; 0: it could not be reached.',
    labelNames: ['server'],
    onOverflow,
  }),
  secretsMasked: new CounterFamily({
    name: 'secrets_masked_total',
    help: 'Values replaced by *** in records.',
    labelNames: ['rule'],
    onOverflow,
  }),
});

/** What is kept in plain numbers elsewhere, because a counter costs a microsecond, and is read at a scrape. */
function addReadings(registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines lost because nobody read standard output.',
    registers,
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
  new Gauge({
    name: 'active_connections',
    help: 'Requests and streams that are open towards a server.',
    labelNames: ['server'] as const,
    registers,
    collect() {
      for (const [server, open] of openConnections()) this.set({ server }, open);
    },
  });
  new Counter({
    name: 'sink_failures_total',
    help: 'Times a part of the record threw. A sink affects neither the others nor the answer; without a record the call is refused.',
    labelNames: ['sink'] as const,
    registers,
    collect() {
      this.reset();
      for (const [sink, count] of partFailures()) this.inc({ sink }, count);
    },
  });
  new Gauge({
    name: 'audit_queue_rows',
    help: 'Audit rows that wait for their write or are being written.',
    registers,
    collect() {
      this.set(auditState().rows);
    },
  });
  new Gauge({
    name: 'audit_oldest_unwritten_age_seconds',
    help: 'How long the oldest audit row that is not durable yet has been waiting; 0 when there is none.',
    registers,
    collect() {
      this.set(auditState().oldestMs / 1000);
    },
  });
}

export type Metrics = ReturnType<typeof createMetrics>;

/** The one registry and its metrics. */
export const metrics: () => Metrics = once('observe/registry', createMetrics);
