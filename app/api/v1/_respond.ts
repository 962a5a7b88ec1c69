import { describeError } from '@/app/_describe-error';
import { ERROR_STATUS, messageOf, type ErrorCode } from '@/lib/errors';
import { logger } from '@/lib/log/log';

const TITLES: Record<ErrorCode, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  too_many_requests: 'Too many requests',
  unavailable: 'Not available now',
  internal: 'Internal error',
};

/** Answers of this API hold what only the caller may see, so nothing between may keep them. */
const NO_STORE = { 'cache-control': 'no-store' };

/** A JSON answer. */
export function json(
  body: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  return Response.json(body, { status: init.status ?? 200, headers: { ...NO_STORE, ...init.headers } });
}

/** An answer without a body. */
export function noContent(): Response {
  return new Response(null, { status: 204, headers: NO_STORE });
}

/** Anything thrown as RFC 9457 problem+json: the one mapper of the REST API. */
export function problem(error: unknown, request: Request): Response {
  const { code, message, fields } = describeError(error);
  const requestId = request.headers.get('x-request-id');
  if (ERROR_STATUS[code] >= 500)
    logger().error({ err: error, request_id: requestId }, `REST: ${messageOf(error)}`);
  const status = ERROR_STATUS[code];
  const body = {
    type: `urn:sightline:problem:${code}`,
    title: TITLES[code],
    status,
    detail: message,
    ...(Object.keys(fields).length > 0 ? { errors: fields } : {}),
    ...(requestId === null ? {} : { request_id: requestId }),
  };
  const headers = {
    ...NO_STORE,
    'content-type': 'application/problem+json',
    ...(code === 'unauthenticated' ? { 'www-authenticate': 'Bearer' } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}
