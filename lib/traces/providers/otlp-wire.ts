import type { Attributes } from '@opentelemetry/api';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { otlpDestination, type SpanDestination } from '../destination';
import type { HttpTarget } from '../http-transport';
import type { GrpcTarget } from '../grpc-transport';
import type { Outlets } from './provider';

/** The three encodings of OTLP, as choices. */
export const PROTOCOLS = {
  'http/protobuf': 'HTTP, protobuf (usual)',
  'http/json': 'HTTP, JSON',
  grpc: 'gRPC',
} as const;
export type Protocol = keyof typeof PROTOCOLS;

/** The two that vendors take. */
export const VENDOR_PROTOCOLS = {
  'http/protobuf': PROTOCOLS['http/protobuf'],
  grpc: PROTOCOLS.grpc,
} as const;

/** What a destination of OTLP needs, whatever its encoding. */
export interface OtlpTarget {
  protocol: Protocol;
  /** for HTTP the whole address, for gRPC `https://host:port` */
  url: string;
  headers: Readonly<Record<string, string>>;
  compression: 'gzip' | 'none';
  authorise?: NonNullable<HttpTarget['authorise']> & NonNullable<GrpcTarget['authorise']>;
  tls?: NonNullable<HttpTarget['tls']>;
  /** see otlpDestination() */
  about?: Attributes;
}

/** A destination that speaks OTLP in the encoding that is asked for. */
export function overOtlp({ protocol, about, ...target }: OtlpTarget, outlets: Outlets): SpanDestination {
  if (protocol === 'grpc') return otlpDestination(ProtobufTraceSerializer, outlets.grpc(target), about);
  const [serialiser, contentType] =
    protocol === 'http/json'
      ? ([JsonTraceSerializer, 'application/json'] as const)
      : ([ProtobufTraceSerializer, 'application/x-protobuf'] as const);
  return otlpDestination(serialiser, outlets.http({ ...target, contentType }), about);
}

/** `/v1/traces` is added to an address that has no path, as OpenTelemetry has it. */
export function tracesUrl(endpoint: string): string {
  const url = new URL(endpoint);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  return url.href;
}
