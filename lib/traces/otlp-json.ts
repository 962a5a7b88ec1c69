import type { Attributes, AttributeValue, HrTime, Link } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { ownText } from '../own-text';
import type { FinishedSpan, SpanShape } from './finished-span';

/** Text becomes bytes in pieces of about this size: one text of a whole batch is too large to be collected young. */
const PIECE_CHARACTERS = 12 * 1024;

/**
 * Ended spans as an OTLP/JSON ExportTraceServiceRequest. It says what OpenTelemetry's own serialiser says
 * (a test compares the two) at a quarter of the cost, which was the largest single part of a call: text is
 * put together directly, instead of a tree of objects per span and its text. Left out is what no span here
 * has: a resource's schema URL, a scope's attributes, values that are bytes or maps.
 *
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
 * https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export function otlpJson(spans: readonly ReadableSpan[]): Uint8Array {
  const pieces: Buffer[] = [];
  let text = '{"resourceSpans":[';
  let resourceSeparator = '';
  for (const [resource, members] of groupBy(spans, (span) => span.resource)) {
    const attributes = attributesJson(resource.attributes);
    text += `${resourceSeparator}{"resource":{"attributes":[${attributes}]},"scopeSpans":[`;
    let scopeSeparator = '';
    for (const [scope, own] of groupBy(members, (span) => span.instrumentationScope)) {
      text += `${scopeSeparator}${scopeJson(scope)},"spans":[`;
      let spanSeparator = '';
      for (const span of own) {
        text += spanSeparator + spanJson(span);
        spanSeparator = ',';
        if (text.length < PIECE_CHARACTERS) continue;
        pieces.push(Buffer.from(text, 'latin1'));
        text = '';
      }
      text += ']}';
      scopeSeparator = ',';
    }
    text += ']}';
    resourceSeparator = ',';
  }
  pieces.push(Buffer.from(`${text}]}`, 'latin1'));
  return Buffer.concat(pieces);
}

function groupBy<K>(
  spans: readonly ReadableSpan[],
  keyOf: (span: ReadableSpan) => K,
): Map<K, ReadableSpan[]> {
  const groups = new Map<K, ReadableSpan[]>();
  for (const span of spans) {
    const key = keyOf(span);
    const members = groups.get(key);
    if (members) members.push(span);
    else groups.set(key, [span]);
  }
  return groups;
}

/** A ScopeSpans up to its spans. */
function scopeJson({ name, version, schemaUrl }: ReadableSpan['instrumentationScope']): string {
  const versionMember = version === undefined ? '' : `,"version":${quoted(version)}`;
  const schemaMember = schemaUrl === undefined ? '' : `,"schemaUrl":${quoted(schemaUrl)}`;
  return `{"scope":{"name":${quoted(name)}${versionMember}}${schemaMember}`;
}

function spanJson(span: ReadableSpan): string {
  const context = span.spanContext();
  const { parentSpanContext: parent } = span;
  const { shape, own } = span as Partial<FinishedSpan>;
  let text = contextJson(context.traceId, context.spanId, context.traceState?.serialize());
  if (parent?.spanId) text += `,"parentSpanId":"${parent.spanId}"`;
  text += timesJson(span);
  text += shape && own ? keptShape(shape) + attributesJson(own, shape.attributes) : shapeJson(span);
  text += ']';
  if (span.events.length > 0) text += `,"events":[${span.events.map(eventJson).join(',')}]`;
  if (span.links.length > 0) text += `,"links":[${span.links.map(linkJson).join(',')}]`;
  text += countJson('droppedAttributesCount', span.droppedAttributesCount);
  text += countJson('droppedEventsCount', span.droppedEventsCount);
  text += countJson('droppedLinksCount', span.droppedLinksCount);
  return `${text},"flags":${flags(context.traceFlags, parent?.isRemote)}}`;
}

/** What was written of shapes: most of a call's spans is the same from call to call, and written once. */
const written = new WeakMap<SpanShape, string>();

function keptShape(shape: SpanShape): string {
  let text = written.get(shape);
  // As one flat text: out of pieces it would be put together anew with every span.
  if (text === undefined) written.set(shape, (text = ownText(shapeJson(shape))));
  return text;
}

/** Name, kind, status and attributes; the list of attributes is left open. */
function shapeJson({ name, kind, status, attributes }: SpanShape): string {
  const message = status.message === undefined ? '' : `,"message":${quoted(status.message)}`;
  // The API's kinds begin at 0 for INTERNAL, the protocol's at 1.
  return `,"name":${quoted(name)},"kind":${kind + 1},"status":{"code":${status.code}${message}},"attributes":[${attributesJson(attributes)}`;
}

let timed: ReadableSpan | undefined;
let times = '';

/** Two spans of a call share their times, and come one after the other. */
function timesJson(span: ReadableSpan): string {
  if (timed?.startTime !== span.startTime || timed.endTime !== span.endTime) {
    times = `,"startTimeUnixNano":"${nanoseconds(span.startTime)}","endTimeUnixNano":"${nanoseconds(span.endTime)}"`;
    timed = span;
  }
  return times;
}

function eventJson(event: TimedEvent): string {
  const count = countJson('droppedAttributesCount', event.droppedAttributesCount);
  return `{"name":${quoted(event.name)},"timeUnixNano":"${nanoseconds(event.time)}","attributes":[${attributesJson(event.attributes ?? {})}]${count}}`;
}

function linkJson({ context, attributes, droppedAttributesCount }: Link): string {
  const text = contextJson(context.traceId, context.spanId, context.traceState?.serialize());
  const count = countJson('droppedAttributesCount', droppedAttributesCount);
  return `${text},"attributes":[${attributesJson(attributes ?? {})}]${count},"flags":${flags(context.traceFlags, context.isRemote)}}`;
}

/** The beginning of a span or link. */
function contextJson(traceId: string, spanId: string, traceState: string | undefined): string {
  const text = `{"traceId":"${traceId}","spanId":"${spanId}"`;
  return traceState === undefined ? text : `${text},"traceState":${quoted(traceState)}`;
}

const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** trace.proto, SpanFlags: the W3C flags in the low byte, then whether the parent is known to be remote. */
const flags = (traceFlags: number, isRemote: boolean | undefined) =>
  (traceFlags & 0xff) | HAS_IS_REMOTE | (isRemote ? IS_REMOTE : 0);

/**
 * The members of a list of attributes.
 *
 * @param before attributes that stand in the list already
 */
function attributesJson(attributes: Attributes, before: Attributes = {}): string {
  let separator = '';
  for (const _ in before) {
    separator = ',';
    break;
  }
  let text = '';
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    text += `${separator}{"key":${quoted(key)},"value":${valueJson(value)}}`;
    separator = ',';
  }
  return text;
}

function valueJson(value: AttributeValue | null | undefined): string {
  if (typeof value === 'string') return `{"stringValue":${quoted(value)}}`;
  if (typeof value === 'number') {
    return Number.isInteger(value) ? `{"intValue":${value}}` : `{"doubleValue":${JSON.stringify(value)}}`;
  }
  if (typeof value === 'boolean') return `{"boolValue":${value}}`;
  if (!Array.isArray(value)) return '{}';
  const values: (AttributeValue | null | undefined)[] = value;
  return `{"arrayValue":{"values":[${values.map(valueJson).join(',')}]}}`;
}

/** A count that is 0 is left out, as protobuf's JSON has it. */
const countJson = (name: string, count: number | undefined) => (count ? `,"${name}":${count}` : '');

/** Nanoseconds since 1970; a fixed64 is a decimal text in JSON. */
const nanoseconds = ([seconds, nanos]: HrTime) => seconds + String(nanos).padStart(9, '0');

/** Anything but printable ASCII, and what JSON must escape. */
const NEEDS_ESCAPE = /[^ !#-[\]-~]/;
const BEYOND_ASCII = /[^\0-~]/g;

/** A JSON string in ASCII, so that every character of the whole is one byte. */
function quoted(text: string): string {
  if (!NEEDS_ESCAPE.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(
    BEYOND_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
