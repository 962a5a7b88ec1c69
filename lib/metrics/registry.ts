import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { once } from '../once';
import { droppedLogLines } from '../log/log';
import { openConnections } from '../record/open-connections';
import { partFailures } from '../record/part-failures';
import { spanProcessor } from '../traces/processor';
import { toolLabels } from './tool-labels';

/** Seconds; the boundaries of the OpenTelemetry conventions for MCP, so that both names can be compared. */
const OPERATION_BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];
const HTTP_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  // Gauges whose names end in _total, which promtool rightly refuses; the same figures stand by type in
  // nodejs_active_handles, nodejs_active_requests and nodejs_active_resources.
  for (const kind of ['handles', 'requests', 'resources']) {
    registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  }
  new Counter({
    name: 'log_lines_dropped_total',
    help: 'Log lines lost because nobody read standard output.',
    registers,
    collect() {
      this.reset();
      this.inc(droppedLogLines());
    },
  });
  new Counter({
    name: 'metrics_series_dropped_total',
    help: 'Calls whose tool is counted as _other, because the server or all servers together have too many tools.',
    registers,
    collect() {
      this.reset();
      this.inc(toolLabels().droppedSamples());
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
  // Kept in plain numbers while calls run, because a counter costs a microsecond and a call has several spans.
  new Counter({
    name: 'telemetry_spans_total',
    help: 'Spans by what became of them: started = exported + dropped_* + telemetry_spans_waiting.',
    labelNames: ['result'] as const,
    registers,
    collect() {
      this.reset();
      const { started, results } = spanProcessor().books();
      this.inc({ result: 'started' }, started);
      for (const [result, count] of results) this.inc({ result }, count);
    },
  });
  new Gauge({
    name: 'telemetry_spans_waiting',
    help: 'Spans that are still open or wait for export.',
    registers,
    collect() {
      const { open, queued } = spanProcessor().books();
      this.set(open + queued);
    },
  });
  new Counter({
    name: 'telemetry_destination_spans_total',
    help: 'Spans by destination and what became of them there.',
    labelNames: ['destination', 'result'] as const,
    registers,
    collect() {
      this.reset();
      for (const [destination, results] of spanProcessor().resultsByDestination())
        for (const [result, count] of results) this.inc({ destination, result }, count);
    },
  });
  new Gauge({
    name: 'telemetry_destination_queued',
    help: 'Spans that wait to be sent, by destination.',
    labelNames: ['destination'] as const,
    registers,
    collect() {
      this.reset();
      for (const { id, queued } of spanProcessor().health()) this.inc({ destination: id }, queued);
    },
  });
  return {
    registry,
    httpRequests: new Counter({
      name: 'http_requests_total',
      help: 'HTTP requests of every kind.',
      labelNames: ['method', 'endpoint', 'status'] as const,
      registers,
    }),
    httpDuration: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of an HTTP request to the end of its answer.',
      labelNames: ['method', 'endpoint', 'status'] as const,
      buckets: HTTP_BUCKETS,
      registers,
    }),
    toolCalls: new Counter({
      name: 'tool_calls_total',
      help: 'Calls on record: as many as audit rows of this process.',
      labelNames: ['server', 'tool', 'status'] as const,
      registers,
    }),
    toolLatency: new Histogram({
      name: 'tool_latency_seconds',
      help: 'Time from the arrival of a tool call to its sealed answer, gateway and upstream together, without the audit write.',
      labelNames: ['server', 'tool'] as const,
      buckets: OPERATION_BUCKETS,
      registers,
    }),
    operations: new Histogram({
      name: 'mcp_server_operation_duration_seconds',
      help: 'Duration of every MCP message, whether on record or not.',
      labelNames: ['mcp_method_name', 'error_type'] as const,
      buckets: OPERATION_BUCKETS,
      registers,
    }),
    errors: new Counter({
      name: 'errors_total',
      help: 'Calls that failed, by category.',
      labelNames: ['category'] as const,
      registers,
    }),
    refusalsAggregated: new Counter({
      name: 'refusals_aggregated_total',
      help: 'Requests without a valid key that were refused beyond the rate and are on record together, in a row a minute for each address.',
      registers,
    }),
    serverStatus: new Gauge({
      name: 'server_status',
      help: '1: the server answered when it was last spoken to; 0: it could not be reached.',
      labelNames: ['server'] as const,
      registers,
    }),
    secretsMasked: new Counter({
      name: 'secrets_masked_total',
      help: 'Values replaced by *** in records.',
      labelNames: ['rule'] as const,
      registers,
    }),
    auditRows: new Counter({
      name: 'audit_rows_total',
      help: 'Audit rows by what became of them: written, degraded (written without what PostgreSQL refused), lost, or found_late (lost, but written after all; the answer was withheld).',
      labelNames: ['result'] as const,
      registers,
    }),
    partitionsAhead: new Gauge({
      name: 'audit_partitions_ahead_days',
      help: 'Days after today for which the audit log has a partition. Without one for the day rows cannot be written.',
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;

/** The one registry and its metrics. */
export const metrics: () => Metrics = once('observe/registry', createMetrics);
