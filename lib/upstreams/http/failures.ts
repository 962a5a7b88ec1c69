import { errors } from 'undici';
import { Failure } from '../../record/failure';

/** The first value of a header that may have come several times. */
export const one = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

/** Answers that must not reach the agent as they are. */
export function unusable(
  status: number,
  headers: Record<string, string | string[] | undefined>,
): Failure | null {
  if (status === 401 || status === 403) {
    return new Failure(
      'upstream_refused_credential',
      `The upstream server refused the gateway's credential (HTTP ${status}). An admin has to renew it.`,
    );
  }
  if (status >= 300 && status < 400) {
    return new Failure(
      'upstream_invalid_answer',
      `The upstream server redirects (HTTP ${status}), which is not followed.`,
    );
  }
  const encoding = one(headers['content-encoding']);
  if (encoding !== undefined && encoding !== 'identity') {
    return new Failure(
      'upstream_invalid_answer',
      'The upstream server compressed its answer though it was asked not to.',
    );
  }
  return null;
}

/** The decided outcome of every way in which a connection can fail. */
export function failureOf(error: Error): Failure {
  if (
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  ) {
    return new Failure('upstream_timeout', 'The upstream server did not answer in time.');
  }
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'EPRIVATEADDRESS') {
    return new Failure('upstream_unreachable', 'The upstream server has an address that is not allowed.');
  }
  if (CONNECT_FAILURES.has(code)) {
    return new Failure('upstream_unreachable', `The upstream server cannot be reached (${code}).`);
  }
  return new Failure('upstream_broken', 'The upstream server broke the connection off.');
}

const CONNECT_FAILURES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
