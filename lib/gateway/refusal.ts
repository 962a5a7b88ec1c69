import type { ErrorCategory, OpenCall } from '../record/call';
import type { Outcome } from '../record/outcomes';
import type { Reply } from './exchange';

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
  method_not_allowed: { status: 405, code: 40500, outcome: 'protocol_error' },
  request_too_large: { status: 413, code: 41300, outcome: 'protocol_error' },
  invalid_json: { status: 400, code: -32700, outcome: 'protocol_error' },
  invalid_request: { status: 400, code: -32600, outcome: 'protocol_error' },
  header_mismatch: { status: 400, code: -32020, outcome: 'protocol_error' },
  upstream_unreachable: { status: 502, code: 50200, outcome: 'upstream_error' },
  upstream_broken: { status: 502, code: 50201, outcome: 'upstream_error' },
  upstream_refused_credential: { status: 502, code: 50202, outcome: 'upstream_error' },
  upstream_invalid_answer: { status: 502, code: 50203, outcome: 'upstream_error' },
  upstream_timeout: { status: 504, code: 50400, outcome: 'timeout' },
  audit_unavailable: { status: 503, code: 50300, outcome: 'denied' },
  shutting_down: { status: 503, code: 50301, outcome: 'denied' },
  client_gone: { status: 499, code: 49900, outcome: 'cancelled' },
  internal: { status: 500, code: -32603, outcome: 'protocol_error' },
} as const satisfies Partial<Record<ErrorCategory, Kind>>;

export type RefusalCategory = keyof typeof KINDS;

/** A call that the gateway answers itself, with a sentence for the person behind the agent. */
export class Refusal extends Error {
  readonly kind: Kind;

  /** @param message safe to show; says what happened and, where there is something to do, what */
  constructor(
    readonly category: RefusalCategory,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.kind = KINDS[category];
  }
}

/** The JSON-RPC error that carries a refusal. @param idText the request's id as it stood in its text */
export function refusalBody(refusal: Refusal, idText: string | null): Buffer {
  const error = JSON.stringify({ code: refusal.kind.code, message: refusal.message });
  return Buffer.from(`{"jsonrpc":"2.0","id":${idText ?? 'null'},"error":${error}}`);
}

/** Writes into the record that the call ended with this refusal. */
export function noteRefusal(call: OpenCall, refusal: Refusal): void {
  call.outcome = refusal.kind.outcome;
  call.error = { category: refusal.category, code: refusal.kind.code, message: refusal.message };
}

/** Answers with the refusal; nothing may have been sent yet. */
export function sendRefusal(reply: Reply, refusal: Refusal, idText: string | null): void {
  const body = refusalBody(refusal, idText);
  reply.head(refusal.kind.status, {
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...refusal.headers,
  });
  reply.end(body);
}

/** The call was made, or would be, but no row of it can be kept: nothing is answered. */
export function auditRefusal(): Refusal {
  return new Refusal(
    'audit_unavailable',
    'The audit log cannot be written at the moment, so nothing is answered. Try again later.',
    { 'retry-after': '5' },
  );
}
