import { z } from 'zod';
import { filterShape, logStatus } from './filters';

/** What the log list is asked for: one schema for the page's address, the REST API and its description. */
export const logQuery = z.object({
  ...filterShape,
  /** the place to go on from, as the last answer gave it */
  cursor: z
    .string()
    .regex(/^\d{1,15}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not a cursor of this list')
    .optional(),
  /** which way from the cursor */
  direction: z.enum(['older', 'newer']).default('older'),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
});
export type LogQuery = z.infer<typeof logQuery>;

/** One row of the list, without payloads. */
export const logItem = z.object({
  id: z.uuid(),
  ts: z.iso.datetime(),
  server: z.string(),
  tool: z.string(),
  method: z.string().nullable(),
  status: logStatus,
  error_category: z.string().nullable(),
  error_code: z.number().nullable(),
  error_message: z.string().nullable(),
  http_status: z.number(),
  latency_ms: z.number(),
  key_name: z.string().nullable(),
  /** "input_required" is a round of a tool use and not its end */
  result_type: z.string().nullable(),
  /** the first characters of the key: its name may have been given again after it was revoked */
  key_prefix: z.string().nullable(),
  request_id: z.string(),
  trace_id: z.string(),
  span_id: z.string(),
});
export type LogItem = z.infer<typeof logItem>;

export const logPage = z.object({
  items: z.array(logItem),
  /** cursors for the pages on either side; null at the end */
  older_cursor: z.string().nullable(),
  newer_cursor: z.string().nullable(),
});
export type LogPage = z.infer<typeof logPage>;

/** One whole row. arguments and response are masked JSON, as text, so that no number loses a digit. */
export const logDetail = logItem.extend({
  instance_id: z.string(),
  source_type: z.string(),
  server_id: z.string().nullable(),
  key_id: z.string().nullable(),
  client_address: z.string().nullable(),
  client_name: z.string().nullable(),
  client_version: z.string().nullable(),
  protocol_version: z.string().nullable(),
  session_hash: z.string().nullable(),
  jsonrpc_id: z.string().nullable(),
  upstream_ms: z.number().nullable(),
  gateway_ms: z.number().nullable(),
  request_bytes: z.number(),
  response_bytes: z.number(),
  truncated: z.boolean(),
  mask_counts: z.record(z.string(), z.number()),
  arguments: z.string().nullable(),
  response: z.string().nullable(),
  /** false: nobody got an answer, because the call was cancelled or its row was not known to be written in time */
  delivered: z.boolean(),
  /** the other rounds of the tool use that this call is a round of, tied by their requestState; at most one each way */
  round_before: z.string().nullable(),
  round_after: z.string().nullable(),
});
export type LogDetail = z.infer<typeof logDetail>;
