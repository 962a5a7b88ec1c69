import { isoTime } from '../iso-time';
import { storable, unmaskable } from '../mask/masker';
import type { CallRecord } from '../record/call';

type Value = string | number | boolean | null;
/** plain: never holds a character that means something in an array literal; text: may hold any */
type Writing = 'plain' | 'text';
type Column = readonly [name: string, type: string, of: (record: CallRecord) => Value, writing: Writing];

const maskCounts = ({ maskCounts: counts }: CallRecord) => {
  for (const _ in counts) return JSON.stringify(counts);
  return null;
};

/** Which column of tool_call_logs holds what of the record. The one place that knows both. */
export const COLUMNS: readonly Column[] = [
  ['ts', 'timestamptz', (record) => isoTime(record.arrivedAt), 'plain'],
  ['id', 'uuid', (record) => record.id, 'plain'],
  ['instance_id', 'text', (record) => record.instanceId, 'text'],
  ['request_id', 'text', (record) => record.requestId, 'text'],
  ['trace_id', 'text', (record) => record.traceId, 'plain'],
  ['span_id', 'text', (record) => record.spanId, 'plain'],
  ['source_type', 'text', (record) => record.sourceType, 'plain'],
  ['server_id', 'uuid', (record) => record.serverId, 'plain'],
  ['server', 'text', (record) => record.server, 'text'],
  ['key_id', 'uuid', (record) => record.keyId, 'plain'],
  ['key_name', 'text', (record) => record.keyName, 'text'],
  ['client_address', 'text', (record) => record.clientAddress, 'text'],
  ['client_name', 'text', (record) => record.clientName, 'text'],
  ['client_version', 'text', (record) => record.clientVersion, 'text'],
  ['protocol_version', 'text', (record) => record.protocolVersion, 'text'],
  ['session_hash', 'text', (record) => record.sessionHash, 'plain'],
  ['method', 'text', (record) => record.method, 'text'],
  ['tool', 'text', (record) => record.tool, 'text'],
  ['jsonrpc_id', 'text', (record) => record.jsonrpcId, 'text'],
  ['outcome', 'text', (record) => record.outcome, 'plain'],
  ['error_category', 'text', (record) => record.errorCategory, 'plain'],
  ['error_code', 'int', (record) => record.errorCode, 'plain'],
  ['error_message', 'text', (record) => record.errorMessage, 'text'],
  ['http_status', 'int', (record) => record.httpStatus, 'plain'],
  ['latency_ms', 'float8', (record) => record.latencyMs, 'plain'],
  ['upstream_ms', 'float8', (record) => record.upstreamMs, 'plain'],
  ['request_bytes', 'int8', (record) => record.requestBytes, 'plain'],
  ['response_bytes', 'int8', (record) => record.responseBytes, 'plain'],
  ['arguments', 'json', (record) => record.arguments, 'text'],
  ['response', 'json', (record) => record.response, 'text'],
  ['truncated', 'bool', (record) => record.truncated, 'plain'],
  ['mask_counts', 'jsonb', maskCounts, 'text'],
  ['result_type', 'text', (record) => record.resultType, 'text'],
  ['state_brought', 'text', (record) => record.stateBrought, 'plain'],
  ['state_given', 'text', (record) => record.stateGiven, 'plain'],
  ['argument_tokens', 'int', (record) => record.argumentTokens, 'plain'],
  ['result_tokens', 'int', (record) => record.resultTokens, 'plain'],
];

const names = COLUMNS.map(([name]) => name).join(', ');
const arrays = COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');

/**
 * One statement for any number of rows: each parameter is a column. A row that is there already, by
 * (ts, id), is left alone, so a write may be repeated. The last parameter is the time from which on nothing is
 * written any more: whoever waits for these rows has then been told that there are none.
 */
const WRITE = `INSERT INTO tool_call_logs (${names}) SELECT * FROM unnest(${arrays})
 WHERE (SELECT clock_timestamp()) < to_timestamp($${COLUMNS.length + 1}::float8 / 1000) ON CONFLICT DO NOTHING`;

/**
 * The same, and in the same transaction a note of each minute that had ended already: its roll-up is computed anew
 * (lib/rollups/compute.ts). Answers with a row for each that was written.
 */
export const INSERT = `WITH written AS (${WRITE} RETURNING ts), touched AS (
  INSERT INTO call_rollup_touched (minute)
  SELECT DISTINCT date_trunc('minute', ts) FROM written WHERE ts < date_trunc('minute', clock_timestamp()))
SELECT FROM written`;

/**
 * Of the rows that were given up, those that are there after all: their answers were withheld. Their minutes are noted,
 * too: a commit that waited for a disk may have come after its minute was computed. The parameters are ts and id.
 */
export const MARK_WITHHELD = `WITH marked AS (
  INSERT INTO tool_call_withheld (ts, id)
  SELECT ts, id FROM tool_call_logs JOIN unnest($1::timestamptz[], $2::uuid[]) AS lost (ts, id) USING (ts, id)
  ON CONFLICT DO NOTHING RETURNING ts, id), touched AS (
  INSERT INTO call_rollup_touched (minute) SELECT DISTINCT date_trunc('minute', ts) FROM marked)
SELECT id FROM marked`;

/**
 * The parameters of INSERT: one array per column, written as PostgreSQL's array literal. pg would do the
 * same, at several times the cost, by looking at each value's type (measured: a third of the whole row).
 */
export function toParameters(records: readonly CallRecord[]): string[] {
  return COLUMNS.map(([, , of, writing]) => arrayLiteral(records, of, writing === 'text'));
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function arrayLiteral(
  records: readonly CallRecord[],
  of: (record: CallRecord) => Value,
  mayNeedQuotes: boolean,
): string {
  let literal = '{';
  let separator = '';
  for (const record of records) {
    const value = of(record);
    if (value === null) literal += `${separator}NULL`;
    else if (mayNeedQuotes) literal += separator + quoted(String(value));
    else literal += separator + value;
    separator = ',';
  }
  return `${literal}}`;
}

const NEEDS_ESCAPE = /["\\]/;
/** anything below U+0020 */
const CONTROL = /[^ -\uffff]/;

/**
 * Quotes and backslashes get a backslash. JSON.stringify does just that, fast, with a text that has no
 * control characters (it would write those as \n or \u000a, which PostgreSQL reads as n or u000a).
 */
function quoted(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`;
  return CONTROL.test(text) ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : JSON.stringify(text);
}

/** The record without what PostgreSQL may refuse: better a row that says what is missing than no row. */
export function degrade(record: CallRecord): CallRecord {
  const texts = Object.entries(record).map(([name, value]) => [
    name,
    typeof value === 'string' ? storable(value) : (value as unknown),
  ]);
  return {
    ...(Object.fromEntries(texts) as CallRecord),
    arguments: record.arguments === null ? null : unmaskable('PostgreSQL refused the payload'),
    response: record.response === null ? null : unmaskable('PostgreSQL refused the payload'),
    errorCode:
      record.errorCode === null ? null : Math.max(-2_147_483_648, Math.min(2_147_483_647, record.errorCode)),
    truncated: true,
  };
}
