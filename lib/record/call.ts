import type { Masked, MaskCounts } from '../mask/masked';
import type { Outcome } from './outcomes';
import type { Payload } from './payload';

/**
 * The record of one call. What counts as one: every HTTP request on /mcp/**, be it a POSTed message, a
 * long-lived GET stream, a DELETE or something malformed. It is opened before anything else looks at the
 * request, its stages fill it in, and it is sealed exactly once; span, metrics, audit row and log line are
 * functions of the sealed record and of nothing else.
 */

/** Why a call failed, as a metric label and a column: a closed list, one entry per decision in the code. */
export const ERROR_CATEGORIES = [
  'unauthenticated',
  'forbidden_origin',
  'unknown_server',
  'not_allowed',
  'method_not_allowed',
  'unknown_session',
  /** how clients find out what a server is: an answer in the negative is no failure of anybody */
  'client_probe',
  'request_too_large',
  'invalid_json',
  'invalid_request',
  'header_mismatch',
  'too_many_calls',
  'too_many_refusals',
  'overloaded',
  'lasted_too_long',
  'tool_error',
  'jsonrpc_error',
  'upstream_unreachable',
  'upstream_broken',
  'upstream_refused_credential',
  'upstream_http_error',
  'upstream_invalid_answer',
  'upstream_timeout',
  'client_gone',
  'client_cancelled',
  'not_resumed',
  'audit_unavailable',
  'shutting_down',
  'internal',
] as const;
export type ErrorCategory = (typeof ERROR_CATEGORIES)[number];

/** What a JSON-RPC message asks, as far as the gateway looks into it. Raw: never leaves the call path. */
export interface Message {
  kind: 'request' | 'notification' | 'response';
  method: string | null;
  /** the id as it stands in the text, quotes included; null for notifications */
  idText: string | null;
  /** the tool of a tools/call */
  tool: string | null;
  /** JSON text of params.arguments (tools/call) or params (all others) */
  payload: Payload | null;
  /** the id of the request that a notifications/cancelled takes back, as it stands in the text */
  cancels: string | null;
  /** params.requestState: what an earlier round of this tool use was given (MCP 2026-07-28, input_required) */
  stateBrought: string | null;
  traceparent: string | null;
  tracestate: string | null;
  protocolVersion: string | null;
  clientName: string | null;
  clientVersion: string | null;
}

export interface CallError {
  category: ErrorCategory;
  /** JSON-RPC code, when there was one */
  code: number | null;
  /** raw; masked at the seal */
  message: string;
}

/** A call while it runs: the stages write, nobody else. */
export interface OpenCall {
  readonly id: string;
  /** milliseconds since 1970, fixed on arrival; stands in the id as well */
  readonly arrivedAt: number;
  /** performance.now() on arrival; durations come from this clock, never from the wall */
  readonly startedMs: number;
  readonly requestId: string;
  readonly httpMethod: string;
  readonly clientAddress: string | null;
  readonly sourceType: 'server';
  /** the server's slug once it is known, "" on the aggregate endpoint, "unknown" for a server that is none */
  server: string;
  serverId: string | null;
  /** where the upstream is, as rows and spans show it */
  upstream: {
    transport: 'tcp' | 'pipe';
    hostname: string | null;
    port: number | null;
    shown: string | null;
  } | null;
  caller: { keyId: string; keyName: string } | null;
  message: Message | null;
  sessionId: string | null;
  protocolVersion: string | null;
  requestBytes: number;
  responseBytes: number;
  httpStatus: number;
  upstreamStatus: number | null;
  upstreamStartedMs: number | null;
  upstreamEndedMs: number | null;
  outcome: Outcome;
  error: CallError | null;
  /** when it was over, where that is earlier than its seal; performance.now() */
  endedMs: number | null;
  /** JSON text of the result or error */
  responsePayload: Payload | null;
  /** resultType of the result: "input_required" is a round of a tool use and not its end */
  resultType: string | null;
  /** requestState of the result: what the next round of this tool use brings back */
  stateGiven: string | null;
}

/** The sealed record. Every free text in it has been masked; a raw string does not compile. */
export interface CallRecord {
  readonly id: string;
  readonly arrivedAt: number;
  readonly instanceId: string;
  readonly requestId: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly sourceType: 'server';
  readonly server: string;
  readonly serverId: string | null;
  readonly keyId: string | null;
  readonly keyName: Masked | null;
  readonly clientAddress: string | null;
  readonly clientName: Masked | null;
  readonly clientVersion: Masked | null;
  readonly protocolVersion: Masked | null;
  /** SHA-256 of the session id, shortened: enough to group rows, useless to take the session over */
  readonly sessionHash: string | null;
  readonly httpMethod: string;
  readonly httpStatus: number;
  readonly upstreamStatus: number | null;
  readonly transport: 'tcp' | 'pipe' | null;
  readonly upstreamAddress: string | null;
  readonly upstreamPort: number | null;
  /** without query, which may hold a credential */
  readonly upstreamUrl: string | null;
  readonly kind: Message['kind'] | 'none';
  readonly method: Masked | null;
  /** "" when the call is about no tool */
  readonly tool: Masked;
  readonly jsonrpcId: Masked | null;
  readonly outcome: Outcome;
  readonly errorCategory: ErrorCategory | null;
  readonly errorCode: number | null;
  readonly errorMessage: Masked | null;
  readonly latencyMs: number;
  /** how long after the arrival the upstream was called */
  readonly upstreamAfterMs: number | null;
  readonly upstreamMs: number | null;
  readonly requestBytes: number;
  readonly responseBytes: number;
  readonly arguments: Masked | null;
  readonly response: Masked | null;
  readonly truncated: boolean;
  /** "input_required" is a round of a tool use, whose next one brings back the state that this one was given */
  readonly resultType: Masked | null;
  /** SHA-256 of the state over server and key, shortened: equal in the two rounds that it ties together */
  readonly stateBrought: string | null;
  readonly stateGiven: string | null;
  readonly maskCounts: MaskCounts;
}

/** Session plumbing and lists: when they succeed they leave a span, metrics and a log line, but no audit row. */
const PLUMBING = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'logging/setLevel',
  'subscriptions/listen',
]);

/**
 * Whether a call leaves an audit row and counts in tool_calls_total: everything that reads or does
 * something, and everything that was refused or failed, whatever it was. Not: session plumbing that
 * succeeded (the set above, notifications, responses, the GET stream, the DELETE of a session), and probes, by which
 * clients find out what a server is. One decision for both, so that tool_calls_total = rows.
 */
export function isAudited(record: CallRecord): boolean {
  if (record.errorCategory === 'client_probe') return false;
  if (record.outcome !== 'ok' && record.outcome !== 'cancelled') return true;
  return !isPlumbing(record);
}

/**
 * Whether a message is session plumbing, which leaves a row only when it fails; so is a call without one. What comes
 * without an id is plumbing only by the name of a notification: a tool that is called so may have run.
 */
export function isPlumbing(message: { kind: CallRecord['kind']; method: string | null } | null): boolean {
  if (message === null || message.method === null) return true;
  if (message.kind === 'notification') return isNotification(message.method);
  return message.kind !== 'request' || PLUMBING.has(message.method);
}

/** Whether a method is named as MCP names its notifications. */
export const isNotification = (method: string | null): boolean =>
  method?.startsWith('notifications/') === true;
