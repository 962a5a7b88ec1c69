import { unmaskable } from '../mask/masker';
import type { CallRecord } from '../observe/call';

type Value = string | number | boolean | null;
type Column = readonly [name: string, type: string, of: (record: CallRecord) => Value];

const optionalJson = (record: CallRecord) =>
  Object.keys(record.maskCounts).length === 0 ? null : JSON.stringify(record.maskCounts);

/** Which column of tool_call_logs holds what of the record. The one place that knows both. */
export const COLUMNS: readonly Column[] = [
  ['ts', 'timestamptz', (record) => new Date(record.arrivedAt).toISOString()],
  ['id', 'uuid', (record) => record.id],
  ['instance_id', 'text', (record) => record.instanceId],
  ['request_id', 'text', (record) => record.requestId],
  ['trace_id', 'text', (record) => record.traceId],
  ['span_id', 'text', (record) => record.spanId],
  ['source_type', 'text', (record) => record.sourceType],
  ['server_id', 'uuid', (record) => record.serverId],
  ['server', 'text', (record) => record.server],
  ['key_id', 'uuid', (record) => record.keyId],
  ['key_name', 'text', (record) => record.keyName],
  ['client_address', 'text', (record) => record.clientAddress],
  ['client_name', 'text', (record) => record.clientName],
  ['client_version', 'text', (record) => record.clientVersion],
  ['protocol_version', 'text', (record) => record.protocolVersion],
  ['session_hash', 'text', (record) => record.sessionHash],
  ['method', 'text', (record) => record.method],
  ['tool', 'text', (record) => record.tool],
  ['jsonrpc_id', 'text', (record) => record.jsonrpcId],
  ['outcome', 'text', (record) => record.outcome],
  ['error_category', 'text', (record) => record.errorCategory],
  ['error_code', 'int', (record) => record.errorCode],
  ['error_message', 'text', (record) => record.errorMessage],
  ['http_status', 'int', (record) => record.httpStatus],
  ['latency_ms', 'float8', (record) => record.latencyMs],
  ['upstream_ms', 'float8', (record) => record.upstreamMs],
  ['request_bytes', 'int8', (record) => record.requestBytes],
  ['response_bytes', 'int8', (record) => record.responseBytes],
  ['arguments', 'json', (record) => record.arguments],
  ['response', 'json', (record) => record.response],
  ['truncated', 'bool', (record) => record.truncated],
  ['mask_counts', 'jsonb', optionalJson],
];

const names = COLUMNS.map(([name]) => name).join(', ');
const arrays = COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');

/**
 * One statement for any number of rows: each parameter is a column. A row that is there already, by
 * (ts, id), is left alone, so a write may be repeated.
 */
export const INSERT = `INSERT INTO tool_call_logs (${names}) SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`;

/**
 * The parameters of INSERT: one array per column, written as PostgreSQL's array literal. pg would do the
 * same, at several times the cost, by looking at each value's type (measured: a third of the whole row).
 */
export function toParameters(records: readonly CallRecord[]): string[] {
  return COLUMNS.map(([, , of]) => arrayLiteral(records, of));
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayLiteral(records: readonly CallRecord[], of: (record: CallRecord) => Value): string {
  let literal = '{';
  for (const record of records) {
    const value = of(record);
    if (literal.length > 1) literal += ',';
    if (value === null) literal += 'NULL';
    else if (typeof value === 'string') literal += quoted(value);
    else literal += String(value);
  }
  return `${literal}}`;
}

const NEEDS_ESCAPE = /["\\]/;

const quoted = (text: string) =>
  NEEDS_ESCAPE.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : `"${text}"`;

/** The record without what PostgreSQL may refuse: better a row that says what is missing than no row. */
export function degrade(record: CallRecord): CallRecord {
  return {
    ...record,
    arguments: record.arguments === null ? null : unmaskable('PostgreSQL refused the payload'),
    response: record.response === null ? null : unmaskable('PostgreSQL refused the payload'),
    errorCode:
      record.errorCode === null ? null : Math.max(-2_147_483_648, Math.min(2_147_483_647, record.errorCode)),
    truncated: true,
  };
}
