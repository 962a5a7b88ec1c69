import type { ErrorCategory, OpenCall } from './call';
import type { Outcome } from './outcomes';

interface Kind {
  status: number;
  /** JSON-RPC code. The gateway's own lie outside -32768…-32000, which belong to JSON-RPC and MCP */
  code: number;
  outcome: Outcome;
}

/** What each failure that the gateway itself answers looks like from outside. The only such list. */
const KINDS = {
  unauthenticated: { status: 401, code: 40100, outcome: 'denied' },
  forbidden_origin: { status: 403, code: 40300, outcome: 'denied' },
  unknown_server: { status: 404, code: 40400, outcome: 'denied' },
  not_allowed: { status: 404, code: 40400, outcome: 'denied' },
  unknown_session: { status: 404, code: 40401, outcome: 'denied' },
  client_probe: { status: 404, code: 40402, outcome: 'denied' },
  method_not_allowed: { status: 405, code: 40500, outcome: 'protocol_error' },
  request_too_large: { status: 413, code: 41300, outcome: 'protocol_error' },
  invalid_json: { status: 400, code: -32700, outcome: 'protocol_error' },
  invalid_request: { status: 400, code: -32600, outcome: 'protocol_error' },
  header_mismatch: { status: 400, code: -32020, outcome: 'protocol_error' },
  too_many_calls: { status: 429, code: 42900, outcome: 'denied' },
  too_many_refusals: { status: 429, code: 42901, outcome: 'denied' },
  overloaded: { status: 503, code: 50302, outcome: 'denied' },
  lasted_too_long: { status: 504, code: 50401, outcome: 'timeout' },
  upstream_unreachable: { status: 502, code: 50200, outcome: 'upstream_error' },
  upstream_broken: { status: 502, code: 50201, outcome: 'upstream_error' },
  upstream_refused_credential: { status: 502, code: 50202, outcome: 'upstream_error' },
  upstream_invalid_answer: { status: 502, code: 50203, outcome: 'upstream_error' },
  upstream_timeout: { status: 504, code: 50400, outcome: 'timeout' },
  audit_unavailable: { status: 503, code: 50300, outcome: 'denied' },
  shutting_down: { status: 503, code: 50301, outcome: 'denied' },
  client_cancelled: { status: 202, code: 49901, outcome: 'cancelled' },
  not_resumed: { status: 499, code: 49902, outcome: 'cancelled' },
  client_gone: { status: 499, code: 49900, outcome: 'cancelled' },
  internal: { status: 500, code: -32603, outcome: 'protocol_error' },
} as const satisfies Partial<Record<ErrorCategory, Kind>>;

export type FailureCategory = keyof typeof KINDS;

/**
 * The one way for a call to fail: thrown before the upstream is called, handed to the answer after that. It becomes
 * the agent's JSON-RPC error and the record's outcome, both from the list above.
 */
export class Failure extends Error {
  readonly kind: Kind;

  /**
   * @param message safe to show; says what happened and, where there is something to do, what
   * @param headers of the answer
   */
  constructor(
    readonly category: FailureCategory,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'Failure';
    this.kind = KINDS[category];
  }
}

/** Writes into the record that the call ended with this failure. What nobody is told has no code. */
export function noteFailure(call: OpenCall, failure: Failure): void {
  const { outcome, code } = failure.kind;
  call.outcome = outcome;
  call.error = {
    category: failure.category,
    code: outcome === 'cancelled' ? null : code,
    message: failure.message,
  };
}
