import type { CallRecord } from './call';
import { logger, writeRecordLine } from '../log/log';
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
    ...(record.resultType === null ? {} : { result_type: record.resultType }),
    key: record.keyName,
    audit,
  };
  const sealedAt = record.arrivedAt + record.latencyMs;
  writeRecordLine(audit === 'lost' ? 'error' : 'info', sealedAt, line, 'mcp call');
}

/** The row that the line of this call calls lost is there after all; its answer was withheld all the same. */
export function logFoundLate(record: CallRecord): void {
  const { id, requestId, traceId, spanId, server, method, tool, outcome } = record;
  const ids = { call_id: id, request_id: requestId, trace_id: traceId, span_id: spanId };
  const line = { ...ids, server, method, tool, status: outcome, audit: 'found_late', delivered: false };
  logger().warn(line, 'an audit row was written though its answer was withheld');
}
