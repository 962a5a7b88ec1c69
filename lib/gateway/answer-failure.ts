import { Failure } from '../record/failure';
import type { Reply } from './lanes/exchange';

/** The JSON-RPC error that carries a failure. @param idText the request's id as it stood in its text */
export function failureBody(failure: Failure, idText: string | null): Buffer {
  const error = JSON.stringify({ code: failure.kind.code, message: failure.message });
  return Buffer.from(`{"jsonrpc":"2.0","id":${idText ?? 'null'},"error":${error}}`);
}

/** Answers with the failure; nothing may have been sent yet. */
export function sendFailure(reply: Reply, failure: Failure, idText: string | null): void {
  const body = failureBody(failure, idText);
  reply.head(failure.kind.status, {
    'content-type': 'application/json',
    'content-length': String(body.length),
    ...failure.headers,
  });
  reply.end(body);
}

/** The call was made, or would be, but no row of it can be kept: nothing is answered. */
export function auditFailure(): Failure {
  return new Failure(
    'audit_unavailable',
    'The audit log cannot be written at the moment, so nothing is answered. Try again later.',
    { 'retry-after': '5' },
  );
}
