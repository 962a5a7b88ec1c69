import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import {
  type Metadata,
  Server,
  ServerCredentials,
  type handleUnaryCall,
  type ServiceDefinition,
} from '@grpc/grpc-js';
import { grpcTransport } from '@/lib/traces/grpc-transport';
import { httpTransport } from '@/lib/traces/http-transport';
import type { Outlets } from '@/lib/traces/providers/provider';

/** One export as it arrived: what was sent for `url`, and the bytes after the network. */
export interface Arrived {
  path: string;
  headers: IncomingMessage['headers'];
  /** as it came */
  raw: Buffer;
  /** without compression */
  body: Buffer;
}

/** What the stand-in answers. */
export interface Answer {
  status: number;
  body?: Buffer | string;
  headers?: Record<string, string>;
}

/** A stand-in for a vendor's HTTP intake. */
export async function startHttpBackend(tls?: ServerOptions) {
  const arrived: Arrived[] = [];
  const backend = { arrived, answer: { status: 200 } as Answer, port: 0, stop };
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      arrived.push({ path: request.url ?? '', headers: request.headers, raw, body });
      response.writeHead(backend.answer.status, backend.answer.headers).end(backend.answer.body);
    });
  };
  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  backend.port = (server.address() as AddressInfo).port;
  function stop(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  }
  return backend;
}

const asIs = (bytes: Buffer): Buffer => bytes;
const SERVICE: ServiceDefinition = {
  export: {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    requestStream: false,
    responseStream: false,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  },
};

/** A stand-in for a gRPC intake; `fail` makes it answer with a status. */
export async function startGrpcBackend() {
  const arrived: { headers: Record<string, unknown>; body: Buffer; authority: string }[] = [];
  const backend = {
    arrived,
    answer: Buffer.alloc(0) as Buffer,
    fail: null as { code: number; details: string; metadata?: Metadata } | null,
    port: 0,
    stop: () => server.forceShutdown(),
  };
  const server = new Server();
  const take: handleUnaryCall<Buffer, Buffer> = (call, done) => {
    arrived.push({ headers: call.metadata.getMap(), body: call.request, authority: call.getHost() });
    if (backend.fail) done(backend.fail);
    else done(null, backend.answer);
  };
  server.addService(SERVICE, { export: take });
  backend.port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    );
  });
  return backend;
}

/**
 * Ways out that end at the stand-ins, whatever host a provider means; where it meant to go is kept in `meant`.
 */
export function outletsTo(ports: { http?: number; grpc?: number }, ask: typeof fetch = fetch) {
  const meant: string[] = [];
  const outlets: Outlets = {
    http(target) {
      meant.push(target.url);
      const url = new URL(target.url);
      return httpTransport({
        ...target,
        url: `http://127.0.0.1:${ports.http}${url.pathname}`,
        guarded: false,
      });
    },
    grpc(target) {
      meant.push(target.url);
      return grpcTransport({ ...target, url: `http://127.0.0.1:${ports.grpc}`, guarded: false });
    },
    fetch: ask,
  };
  return { outlets, meant };
}
