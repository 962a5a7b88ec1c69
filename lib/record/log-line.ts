import type { CallRecord } from './call';
import { writeRecordLine } from '../log/log';
import type { AuditResult } from './sinks';

/** CallRecord → one JSON line, with the ids by which row, trace and line are found from each other. */
export function logSink(record: CallRecord, audit: AuditResult): void {
  const line = {
    call_id: record.id,
    request_id: record.requestId,
    trace_id: record.traceId,
    span_id: record.spanId,
    server: record.server,
    method: record.method,
    tool: record.tool,
    status: record.outcome,
    error_category: record.errorCategory,
    error_code: record.errorCode,
    error_message: record.errorMessage,
    http_method: record.httpMethod,
    http_status: record.httpStatus,
    latency_ms: record.latencyMs,
    upstream_ms: record.upstreamMs,
    request_bytes: record.requestBytes,
    response_bytes: record.responseBytes,
    key: record.keyName,
    audit,
  };
  const sealedAt = record.arrivedAt + record.latencyMs;
  writeRecordLine(audit === 'lost' ? 'error' : 'info', sealedAt, line, 'mcp call');
}
