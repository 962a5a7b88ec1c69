import { prisma } from '../../database/connections';
import { AppError } from '../../errors';
import type { LogDetail } from './schema';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** One row with its masked payloads. Throws AppError: not_found. */
export async function getLog(id: string): Promise<LogDetail> {
  if (!UUID_V7.test(id)) throw new AppError('not_found', 'There is no such log entry.');
  // json columns are read as text: JSON.parse would round integers beyond 2^53.
  const rows = await prisma().$queryRaw<LogDetail[]>`
    SELECT call.id::text, to_char(ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS ts,
           server, tool, method, outcome AS status, error_category, error_code, error_message, http_status,
           latency_ms, key_name,
           (SELECT prefix FROM api_keys WHERE api_keys.id = call.key_id) AS key_prefix, request_id, trace_id, span_id, instance_id, source_type,
           server_id::text, key_id::text, client_address, client_name, client_version, protocol_version,
           session_hash, jsonrpc_id, upstream_ms, round((latency_ms - upstream_ms)::numeric, 3)::float8 AS gateway_ms,
           request_bytes::float8 AS request_bytes, response_bytes::float8 AS response_bytes, truncated,
           coalesce(mask_counts, '{}') AS mask_counts, arguments::text AS arguments, response::text AS response,
           result_type,
           outcome <> 'cancelled' AND NOT EXISTS (
             SELECT FROM tool_call_withheld w WHERE w.ts = call.ts AND w.id = call.id) AS delivered,
           (SELECT earlier.id::text FROM tool_call_logs earlier
             WHERE earlier.state_given = call.state_brought AND earlier.ts BETWEEN call.ts - interval '1 day' AND call.ts
               AND earlier.id <> call.id
             ORDER BY earlier.ts DESC, earlier.id DESC LIMIT 1) AS round_before,
           (SELECT later.id::text FROM tool_call_logs later
             WHERE later.state_brought = call.state_given AND later.ts BETWEEN call.ts AND call.ts + interval '1 day'
               AND later.id <> call.id
             ORDER BY later.ts, later.id LIMIT 1) AS round_after
      FROM tool_call_logs call
     WHERE ts = ${new Date(timestampOf(id))} AND id = ${id}::uuid`;
  const row = rows[0];
  if (!row) throw new AppError('not_found', 'There is no such log entry.');
  return row;
}

/** The first 48 bits of a UUIDv7 are its milliseconds (RFC 9562), the same that stand in ts: one partition. */
function timestampOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
