import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { errors, Pool, type Dispatcher } from 'undici';
import { messageOf } from '../errors';
import { guardedLookup, isPrivateAddress } from '../net/address-guard';
import { AttemptFailure, type AnsweringTransport } from './destination';

/** One request, finished but for what signs it. */
export interface OutgoingRequest {
  url: URL;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface HttpTarget {
  url: string;
  contentType: string;
  compression: 'gzip' | 'none';
  headers: Readonly<Record<string, string>>;
  /** Headers that depend on the time or on the body: a fresh token, a signature. A rejection is an attempt that failed. */
  authorise?: (request: OutgoingRequest) => Promise<Record<string, string>>;
  /** PEM */
  tls?: { ca?: string; cert?: string; key?: string };
  /** the address was entered at run time, so it must be no private one */
  guarded: boolean;
}

/** https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const RETRYABLE = new Set([429, 502, 503, 504]);
const CONNECT_TIMEOUT_MS = 10_000;
/** Batches go one after the other; a test or a flush may come beside them. */
const CONNECTIONS = 2;
const MAX_ANSWER_BYTES = 64 * 1024;
const zip = promisify(gzip);

/**
 * Posts what a serialiser made, once per send(). Behind OpenTelemetry's public interface, because its own
 * transport repeats by itself, hides the status, and cannot sign a body. Redirects are not followed: they
 * would lead past the address guard, and credentials to another host.
 */
export function httpTransport(target: HttpTarget): AnsweringTransport {
  const url = new URL(target.url);
  let pool: Pool | undefined;
  return {
    async send(data, timeoutMillis) {
      const deadline = AbortSignal.timeout(timeoutMillis);
      try {
        pool ??= openPool(url, target);
        const body = target.compression === 'gzip' ? await zip(data) : data;
        const headers: Record<string, string> = { ...target.headers, 'content-type': target.contentType };
        if (target.compression === 'gzip') headers['content-encoding'] = 'gzip';
        Object.assign(headers, await target.authorise?.({ url, headers, body }));
        const path = url.pathname + url.search;
        return await answerOf(await pool.request({ path, method: 'POST', headers, body, signal: deadline }));
      } catch (error) {
        return { status: 'retryable', error: deadline.aborted ? timedOut(timeoutMillis) : failureOf(error) };
      }
    },
    shutdown() {
      void pool?.destroy().catch(() => undefined);
    },
  };
}

function openPool(url: URL, { guarded, tls }: HttpTarget): Pool {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is never looked up, so the guarded lookup would not see it.
  if (guarded && isIP(host) && isPrivateAddress(host)) {
    throw new AttemptFailure('EPRIVATEADDRESS', 'the address is private');
  }
  return new Pool(url.origin, {
    connections: CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS, ...tls, ...(guarded ? { lookup: guardedLookup } : {}) },
  });
}

async function answerOf({ statusCode, headers, body }: Dispatcher.ResponseData) {
  const data = await readUpTo(body, MAX_ANSWER_BYTES);
  if (statusCode >= 200 && statusCode < 300) return { status: 'success', code: statusCode, data } as const;
  const error = new AttemptFailure(statusCode, data.toString('utf8'), statusCode === 413);
  if (!RETRYABLE.has(statusCode)) return { status: 'failure', error } as const;
  const retryInMillis = retryAfterMs(headers['retry-after']);
  return { status: 'retryable', error, ...(retryInMillis === undefined ? {} : { retryInMillis }) } as const;
}

/** The beginning of a body; the rest of a longer one is not waited for. */
async function readUpTo(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    // Leaving the loop ends the body and its connection.
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes);
}

/** Retry-After in milliseconds: a number of seconds or an HTTP date; undefined when there is none that can be read. */
export function retryAfterMs(value: string | string[] | undefined): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined || text === '') return undefined;
  const milliseconds = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

const timedOut = (ms: number) => new AttemptFailure('timeout', `no answer within ${ms} ms`);

function failureOf(error: unknown): AttemptFailure {
  if (error instanceof AttemptFailure) return error;
  if (error instanceof errors.ConnectTimeoutError) return new AttemptFailure('timeout', error.message);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return new AttemptFailure(code, messageOf(error));
}
