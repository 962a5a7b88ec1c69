import protobuf from 'protobufjs';

/**
 * The part of OTLP that spans use, as
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto has it:
 * read by a reader of its own, so that a test does not ask the writer whether it wrote well.
 */
const PROTO = `
syntax = "proto3";
message Request { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message Resource { repeated KeyValue attributes = 1; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
message Scope { string name = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
}
message Response { PartialSuccess partial_success = 1; }
message PartialSuccess { int64 rejected_spans = 1; string error_message = 2; }
`;

const { root } = protobuf.parse(PROTO);
const request = root.lookupType('Request');
const response = root.lookupType('Response');

interface KeyValue {
  key: string;
  value: Record<string, unknown>;
}

interface Decoded {
  resourceSpans: {
    resource: { attributes?: KeyValue[] };
    scopeSpans: {
      spans: { traceId: Uint8Array; spanId: Uint8Array; name: string; attributes?: KeyValue[] }[];
    }[];
  }[];
}

/** A span as a receiver sees it. */
export interface SeenSpan {
  traceId: string;
  spanId: string;
  name: string;
  attributes: Record<string, unknown>;
  resource: Record<string, unknown>;
}

const plain = (pairs: KeyValue[] = []) =>
  Object.fromEntries(pairs.map(({ key, value }) => [key, Object.values(value)[0]]));

/** The spans of an ExportTraceServiceRequest in protobuf. */
export function decodeSpans(bytes: Uint8Array): SeenSpan[] {
  const decoded = request.toObject(request.decode(bytes), { longs: Number }) as Decoded;
  return decoded.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        traceId: Buffer.from(span.traceId).toString('hex'),
        spanId: Buffer.from(span.spanId).toString('hex'),
        name: span.name,
        attributes: plain(span.attributes),
        resource: plain(resource.attributes),
      })),
    ),
  );
}

/** An ExportTraceServiceResponse in protobuf that reports a partial success. */
export const partialSuccess = (rejectedSpans: number, errorMessage: string): Buffer =>
  Buffer.from(response.encode({ partialSuccess: { rejectedSpans, errorMessage } }).finish());
