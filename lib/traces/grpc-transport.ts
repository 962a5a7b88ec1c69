import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import type * as GrpcModule from '@grpc/grpc-js';
import type { Client, Metadata, ServiceError } from '@grpc/grpc-js';
import { messageOf } from '../errors';
import { guardedLookup, isPrivateAddress } from '../net/address-guard';
import { AttemptFailure, type AnsweringTransport } from './destination';

export interface GrpcTarget {
  /** `https://host:port`, or `http://` for one without TLS */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** headers that depend on the time, a fresh token for example */
  authorise?: () => Promise<Record<string, string>>;
  compression: 'gzip' | 'none';
  /** PEM */
  tls?: { ca?: string; cert?: string; key?: string };
  /** the address was entered at run time, so it must be no private one */
  guarded: boolean;
}

type Grpc = typeof GrpcModule;

const PATH = '/opentelemetry.proto.collector.trace.v1.TraceService/Export';
const GZIP = 2;
/** https://opentelemetry.io/docs/specs/otlp/#failures; RESOURCE_EXHAUSTED only with a hint that it will pass. */
const RETRYABLE = new Set([
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNAVAILABLE',
  'DATA_LOSS',
]);
const WILL_PASS = 'google.rpc.RetryInfo';

/**
 * Sends what the protobuf serialiser made by gRPC, once per send(). @grpc/grpc-js is loaded when the first batch
 * goes. Names are looked up here, so that the address that was checked is the one that is connected to.
 */
export function grpcTransport(target: GrpcTarget): AnsweringTransport {
  let opened: Promise<{ grpc: Grpc; client: Client }> | undefined;
  const close = () => {
    void opened?.then(({ client }) => client.close()).catch(() => undefined);
    opened = undefined;
  };
  return {
    async send(data, timeoutMillis) {
      try {
        opened ??= open(target);
        const { grpc, client } = await opened;
        const metadata = metadataOf(grpc, { ...target.headers, ...(await target.authorise?.()) });
        const answer = await callOnce(client, metadata, data, Date.now() + timeoutMillis);
        return { status: 'success', code: 'OK', data: answer };
      } catch (error) {
        const failure = await failureOf(error);
        // The name may stand for another address by now.
        if (failure.isRetryable) close();
        return { status: failure.isRetryable ? 'retryable' : 'failure', error: failure.error };
      }
    },
    shutdown: close,
  };
}

async function open({ url, compression, tls, guarded }: GrpcTarget): Promise<{ grpc: Grpc; client: Client }> {
  const grpc = await import('@grpc/grpc-js');
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const address = await addressOf(host, guarded);
  const pem = (text: string | undefined) => (text === undefined ? null : Buffer.from(text));
  const credentials =
    protocol === 'https:'
      ? grpc.credentials.createSsl(pem(tls?.ca), pem(tls?.key), pem(tls?.cert))
      : grpc.credentials.createInsecure();
  const where = `${isIP(address) === 6 ? `[${address}]` : address}:${port || (protocol === 'https:' ? '443' : '80')}`;
  const client = new grpc.Client(where, credentials, {
    'grpc.default_authority': port ? `${hostname}:${port}` : hostname,
    ...(isIP(host) ? {} : { 'grpc.ssl_target_name_override': host }),
    'grpc.default_compression_algorithm': compression === 'gzip' ? GZIP : 0,
    // What a batch is repeated for, and when, is the pipeline's to decide.
    'grpc.enable_retries': 0,
  });
  return { grpc, client };
}

async function addressOf(host: string, guarded: boolean): Promise<string> {
  if (isIP(host)) {
    if (guarded && isPrivateAddress(host))
      throw new AttemptFailure('EPRIVATEADDRESS', 'the address is private');
    return host;
  }
  if (!guarded) return (await lookup(host)).address;
  return new Promise((resolve, reject) => {
    guardedLookup(host, {}, (error, address) => {
      if (error) reject(error);
      else if (typeof address === 'string') resolve(address);
      else reject(new AttemptFailure('ENOTFOUND', `${host} has no address`));
    });
  });
}

function metadataOf(grpc: Grpc, headers: Readonly<Record<string, string>>): Metadata {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
}

const asIs = (bytes: Buffer): Buffer => bytes;

function callOnce(client: Client, metadata: Metadata, data: Uint8Array, deadline: number): Promise<Buffer> {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return promisify((done: (error: ServiceError | null, answer?: Buffer) => void) =>
    client.makeUnaryRequest(PATH, asIs, asIs, bytes, metadata, { deadline }, done),
  )().then((answer) => answer ?? Buffer.alloc(0));
}

async function failureOf(error: unknown): Promise<{ error: AttemptFailure; isRetryable: boolean }> {
  if (error instanceof AttemptFailure) return { error, isRetryable: true };
  const { status } = await import('@grpc/grpc-js');
  if (!isServiceError(error)) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return { error: new AttemptFailure(code, messageOf(error)), isRetryable: true };
  }
  const code = status[error.code] ?? 'UNKNOWN';
  const isTooLarge = code === 'RESOURCE_EXHAUSTED' && error.details.includes('larger than max');
  const hints = error.metadata.get('grpc-status-details-bin').join();
  const isRetryable = RETRYABLE.has(code) || (code === 'RESOURCE_EXHAUSTED' && hints.includes(WILL_PASS));
  return { error: new AttemptFailure(code, error.details, isTooLarge), isRetryable };
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;
