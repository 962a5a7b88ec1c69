import { SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import { createTraceState } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { useOwnSerialiser } from './processor';
import type { SpanShape } from './finished-span';
import { otlpJson } from './otlp-json';

const resource = resourceFromAttributes({ 'service.name': 'sightline', 'service.version': '1' });
const other = resourceFromAttributes({ 'service.name': 'other "quoted"' });
const scope = { name: 'sightline' };
const traceId = '0af7651916cd43dd8448eb211c80319c';
const context = { traceId, spanId: 'b7ad6b7169203331', traceFlags: TraceFlags.SAMPLED };

function span(over: Partial<ReadableSpan> = {}): ReadableSpan {
  return {
    name: 'tools/call echo',
    kind: SpanKind.SERVER,
    spanContext: () => context,
    startTime: [1_790_000_000, 5],
    endTime: [1_790_000_000, 123_456_789],
    duration: [0, 123_456_784],
    status: { code: SpanStatusCode.UNSET },
    attributes: { 'mcp.server': 'a', 'http.response.status_code': 200 },
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: scope,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...over,
  };
}

const SHAPE: SpanShape = {
  name: 'tools/call "x"',
  kind: SpanKind.CLIENT,
  status: { code: SpanStatusCode.UNSET },
  attributes: { 'mcp.server': 'a', 'mcp.tool': 'é "x"' },
};

/** As FinishedSpan is: an exporter that knows nothing of shapes sees all attributes. */
const shaped = (shape: SpanShape, own: Attributes) =>
  Object.assign(span({ ...shape, attributes: { ...shape.attributes, ...own } }), { shape, own });

const SPANS: Record<string, ReadableSpan[]> = {
  plain: [span()],
  'a child': [span({ parentSpanContext: { ...context, spanId: '00f067aa0ba902b7' } })],
  'a child of a remote parent': [span({ parentSpanContext: { ...context, isRemote: true } })],
  'not sampled, with trace state': [
    span({ spanContext: () => ({ ...context, traceFlags: 0, traceState: createTraceState('a=1,b=2') }) }),
  ],
  'text that needs escapes': [
    span({ name: 'a "b" \\ c\n\u0001 é 😀 \ud800', attributes: { 'k"ey': 'v\t"', 'k\\': '\u007f' } }),
  ],
  'every kind of value': [
    span({
      attributes: {
        int: -7,
        big: 2 ** 53,
        double: 0.1,
        tiny: 1e-9,
        yes: true,
        none: undefined,
        texts: ['a', '"', null],
        numbers: [1, 2.5],
        flags: [true, false],
        empty: [],
      },
    }),
  ],
  'an error': [span({ status: { code: SpanStatusCode.ERROR, message: 'it "broke"' } })],
  'events and links': [
    span({
      events: [
        { name: 'e', time: [1, 999_999_999], attributes: { a: 1 }, droppedAttributesCount: 2 },
        { name: 'f', time: [1, 0] },
      ],
      links: [
        { context, attributes: { l: 'x' } },
        { context: { ...context, isRemote: true, traceState: createTraceState('c=3') } },
      ],
    }),
  ],
  'counts of what was dropped': [
    span({ droppedAttributesCount: 1, droppedEventsCount: 2, droppedLinksCount: 3 }),
  ],
  'several resources and scopes, mixed': [
    span(),
    span({ resource: other }),
    span({ instrumentationScope: { name: 'next.js', version: '16', schemaUrl: 'https://x/"y' } }),
    span({ kind: SpanKind.INTERNAL }),
    span({ resource: other, kind: SpanKind.CLIENT }),
  ],
  'of one shape, with attributes of their own': [
    shaped(SHAPE, { 'jsonrpc.request.id': '1', 'client.address': '::1' }),
    shaped(SHAPE, {}),
    shaped(SHAPE, { 'jsonrpc.request.id': '2"' }),
    shaped({ ...SHAPE, attributes: {} }, { 'jsonrpc.request.id': '3' }),
    shaped({ ...SHAPE, attributes: {}, status: { code: SpanStatusCode.ERROR, message: 'é' } }, {}),
  ],
  nothing: [],
};

const parsed = (bytes: Uint8Array | undefined): unknown => JSON.parse(Buffer.from(bytes ?? []).toString());

/** What OpenTelemetry's exporter would send. */
function theirs(spans: ReadableSpan[]): unknown {
  const delegate: unknown = Reflect.get(new OTLPTraceExporter(), '_delegate');
  const serialiser = Reflect.get(Object(delegate), '_serializer') as {
    serializeRequest: (spans: ReadableSpan[]) => Uint8Array | undefined;
  };
  return parsed(serialiser.serializeRequest(spans));
}

describe('otlpJson', () => {
  it.each(Object.entries(SPANS))('says what OpenTelemetry says: %s', (_, spans) => {
    expect(meaning(parsed(otlpJson(spans)))).toEqual(meaning(theirs(spans)));
  });

  it('is whole after a span that could not be written', () => {
    const broken = span();
    Object.defineProperty(broken, 'links', { get: () => undefined });
    expect(() => otlpJson([span(), broken])).toThrow(TypeError);
    expect(meaning(parsed(otlpJson([span()])))).toEqual(meaning(theirs([span()])));
  });

  it('is what the exporter sends', () => {
    const exporter = new OTLPTraceExporter();
    expect(useOwnSerialiser(exporter)).toBe(true);
    const delegate: unknown = Reflect.get(exporter, '_delegate');
    const serialiser: unknown = Reflect.get(Object(delegate), '_serializer');
    expect(Reflect.get(Object(serialiser), 'serializeRequest')).toBe(otlpJson);
  });
});

/**
 * What means nothing in OTLP/JSON is left out by us and written by them: an empty list, a count of 0, and
 * an attribute without a value.
 */
function meaning(request: unknown): unknown {
  return JSON.parse(JSON.stringify(request), (name, value: unknown) => {
    if (name.startsWith('dropped') && value === 0) return undefined;
    if (!Array.isArray(value)) return value;
    const kept = value.filter((one) => JSON.stringify(one) !== '{"key":"none","value":{}}');
    return kept.length === 0 && (name === 'events' || name === 'links') ? undefined : kept;
  });
}
