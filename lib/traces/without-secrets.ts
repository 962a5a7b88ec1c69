import type { Attributes, AttributeValue, Link, SpanContext, SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan, TimedEvent } from '@opentelemetry/sdk-trace-base';
import { currentMasker } from '../mask/current-masker';

/** A query as a value of its own. It is left out: nothing in a trace needs it, and it is where tokens stand. */
const QUERIES = new Set(['url.query', 'url.fragment', 'http.query']);

/**
 * A span as it may leave the process: addresses without query, fragment and user, every text through the masker.
 * Next writes the whole target of a request into its spans (the set-up link's token with it), instrumentations
 * write URLs into names, and errors quote what they failed on.
 */
export function withoutSecrets(span: ReadableSpan): ReadableSpan {
  const { kind, parentSpanContext, startTime, endTime, duration, ended, resource, instrumentationScope } =
    span;
  const context = cleanContext(span.spanContext());
  return {
    name: cleanText(span.name),
    kind,
    spanContext: () => context,
    ...(parentSpanContext ? { parentSpanContext: cleanContext(parentSpanContext) } : {}),
    startTime,
    endTime,
    duration,
    ended,
    resource,
    instrumentationScope,
    status: cleanStatus(span.status),
    attributes: cleanAttributes(span.attributes),
    links: span.links.map(cleanLink),
    events: span.events.map(cleanEvent),
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

const cleanStatus = (status: SpanStatus): SpanStatus =>
  status.message === undefined ? status : { ...status, message: cleanText(status.message) };

function cleanLink(link: Link): Link {
  const context = cleanContext(link.context);
  return link.attributes
    ? { ...link, context, attributes: cleanAttributes(link.attributes) }
    : { ...link, context };
}

/** The tracestate comes from whoever called, and what was masked in it means nothing any more. */
function cleanContext(context: SpanContext): SpanContext {
  const { traceState, ...rest } = context;
  const text = traceState?.serialize();
  return text === undefined || masked(text) === text ? context : rest;
}

function cleanEvent(event: TimedEvent): TimedEvent {
  const { attributes, name } = event;
  return {
    ...event,
    name: cleanText(name),
    ...(attributes ? { attributes: cleanAttributes(attributes) } : {}),
  };
}

function cleanAttributes(attributes: Attributes): Attributes {
  const clean: Attributes = {};
  for (const [key, value] of Object.entries(attributes)) {
    if (!QUERIES.has(key)) clean[key] = cleanValue(key, value);
  }
  return clean;
}

function cleanValue(key: string, value: AttributeValue | undefined): AttributeValue | undefined {
  // A statement is no address, and a question mark in it is an operator.
  const clean = key.startsWith('db.') ? masked : cleanText;
  if (typeof value === 'string') return clean(value);
  if (!Array.isArray(value)) return value;
  const values: (string | number | boolean | null | undefined)[] = value;
  return values.map((one) => (typeof one === 'string' ? clean(one) : one)) as AttributeValue;
}

const masked = (text: string): string => currentMasker().text(text, {});

const cleanText = (text: string): string => masked(withoutQueries(text));

/** A text whose addresses end before their query. Looks at each character a fixed number of times. */
export function withoutQueries(text: string): string {
  if (!text.includes('?') && !text.includes('#') && !text.includes('@')) return text;
  return text.replaceAll(/\S+/g, (word) => (word.includes('/') ? shortAddress(word) : word));
}

/** `https://user:secret@host/path?query#fragment` → `https://host/path`, and the same of a path alone. */
function shortAddress(word: string): string {
  const end = word.search(/[?#]/);
  const address = end < word.indexOf('/') ? word : word.slice(0, end);
  const authority = address.indexOf('://') + 3;
  if (authority < 3) return address;
  const path = address.indexOf('/', authority);
  const at = address.lastIndexOf('@', path === -1 ? undefined : path);
  return at < authority ? address : address.slice(0, authority) + address.slice(at + 1);
}
