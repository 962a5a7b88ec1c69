/**
 * How a call can end. Seven from the first day, because folding two of them into one cannot be undone
 * later in rows, metrics and queries that exist by then.
 */
export const OUTCOMES = [
  'ok',
  /** the tool ran and said isError */
  'tool_error',
  /** a JSON-RPC error, from the upstream or, for a malformed request, from the gateway */
  'protocol_error',
  /** the upstream could not be reached, broke off, or answered what is no MCP */
  'upstream_error',
  'timeout',
  /** refused by the gateway: no key, wrong key, no such server, foreign origin */
  'denied',
  /** the client went away first */
  'cancelled',
] as const;

export type Outcome = (typeof OUTCOMES)[number];
