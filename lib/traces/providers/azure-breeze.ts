import { SpanKind, SpanStatusCode, type Attributes, type HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { z } from 'zod';
import { AttemptFailure, type Delivery, type SpanDestination } from '../destination';
import type { Outlets } from './provider';

/** Codes by which Application Insights says that a batch, or one item of it, may be taken later. */
const PASSING = new Set([408, 429, 439, 500, 502, 503, 504]);
/** The length that each kind of text may have. */
const MAX = {
  name: 1_024,
  key: 150,
  value: 8_192,
  url: 2_048,
  data: 8_192,
  code: 1_024,
  target: 1_024,
} as const;

/** What Application Insights says of a batch. */
const verdict = z.object({
  itemsReceived: z.number(),
  itemsAccepted: z.number(),
  errors: z.array(z.object({ index: z.number(), statusCode: z.number(), message: z.string() })).default([]),
});

/** Sends spans as the envelopes of Application Insights ("Breeze"). */
export function breezeDestination(key: string, endpoint: string, outlets: Outlets): SpanDestination {
  const transport = outlets.http({
    url: `${endpoint}/v2.1/track`,
    contentType: 'application/json',
    compression: 'gzip',
    headers: {},
  });
  return {
    async send(spans, timeoutMs) {
      const body = Buffer.from(JSON.stringify(spans.map((span) => envelopeOf(span, key))));
      const answer = await transport.send(body, timeoutMs);
      if (answer.status === 'success') return deliveryOf(answer.code ?? 200, Buffer.from(answer.data ?? []));
      const { error } = answer;
      const code = error instanceof AttemptFailure ? error.code : 'failed';
      const detail = error?.message ?? '';
      const isPassing = answer.status === 'retryable' || PASSING.has(Number(code));
      if (!isPassing) return { kind: code === 413 ? 'too_large' : 'refused', code, detail };
      const afterMs = answer.status === 'retryable' ? answer.retryInMillis : undefined;
      return { kind: 'later', code, detail, ...(afterMs === undefined ? {} : { afterMs }) };
    },
    shutdown: async () => transport.shutdown(),
  };
}

function deliveryOf(code: number | string, body: Buffer): Delivery {
  const said = readVerdict(body);
  if (!said) return { kind: 'taken', code, rejected: 0, note: null };
  const again = said.errors.filter(({ statusCode }) => PASSING.has(statusCode)).map(({ index }) => index);
  const lost = said.itemsReceived - said.itemsAccepted - again.length;
  const note = said.errors[0]?.message ?? null;
  return { kind: 'taken', code, rejected: Math.max(0, lost), note, ...(again.length > 0 ? { again } : {}) };
}

function readVerdict(body: Buffer): z.infer<typeof verdict> | null {
  try {
    return verdict.parse(JSON.parse(body.toString('utf8')));
  } catch {
    return null;
  }
}

/** A span as one envelope: what was asked of this process is a request, all else a dependency. */
export function envelopeOf(span: ReadableSpan, key: string): object {
  const isRequest = span.kind === SpanKind.SERVER || span.kind === SpanKind.CONSUMER;
  const { traceId, spanId } = span.spanContext();
  const parent = span.parentSpanContext?.spanId;
  const { attributes } = span.resource;
  const tags = {
    'ai.operation.id': traceId,
    ...(parent ? { 'ai.operation.parentId': parent } : {}),
    'ai.cloud.role': textOf(attributes['service.name']),
    'ai.cloud.roleInstance': textOf(attributes['service.instance.id']),
    'ai.application.ver': textOf(attributes['service.version']),
    ...(isRequest ? { 'ai.operation.name': cut(span.name, MAX.name) } : {}),
  };
  const base = {
    ver: 2,
    id: spanId,
    name: cut(span.name, MAX.name),
    duration: durationOf(span.duration),
    success: span.status.code !== SpanStatusCode.ERROR,
    properties: propertiesOf(span),
  };
  return {
    ver: 1,
    name: isRequest
      ? 'Microsoft.ApplicationInsights.Request'
      : 'Microsoft.ApplicationInsights.RemoteDependency',
    time: new Date(milliseconds(span.startTime)).toISOString(),
    sampleRate: 100,
    iKey: key,
    tags,
    data: isRequest
      ? { baseType: 'RequestData', baseData: { ...base, ...requestOf(span) } }
      : { baseType: 'RemoteDependencyData', baseData: { ...base, ...dependencyOf(span) } },
  };
}

function requestOf({ attributes, status }: ReadableSpan): object {
  const code = attributes['http.response.status_code'] ?? attributes['error.type'] ?? status.code;
  const url = attributes['url.full'] ?? attributes['http.url'];
  return { responseCode: cut(textOf(code), MAX.code), ...(url ? { url: cut(textOf(url), MAX.url) } : {}) };
}

function dependencyOf({ kind, attributes, status }: ReadableSpan): object {
  const database = attributes['db.system.name'] ?? attributes['db.system'];
  const url = attributes['url.full'] ?? attributes['http.url'];
  const host = attributes['server.address'];
  const port = attributes['server.port'];
  const target =
    host === undefined ? textOf(database) : `${textOf(host)}${port === undefined ? '' : `:${textOf(port)}`}`;
  const httpOrMcp = attributes['http.request.method'] === undefined ? 'MCP' : 'Http';
  return {
    type: kind === SpanKind.INTERNAL ? 'InProc' : database === undefined ? httpOrMcp : textOf(database),
    data: cut(textOf(attributes['db.query.text'] ?? url), MAX.data),
    target: cut(target, MAX.target),
    resultCode: cut(
      textOf(attributes['http.response.status_code'] ?? attributes['error.type'] ?? status.code),
      MAX.code,
    ),
  };
}

function propertiesOf({ attributes, status, links }: ReadableSpan): Record<string, string> {
  const properties: Record<string, string> = {};
  const all: Attributes =
    status.message === undefined ? attributes : { ...attributes, 'otel.status_description': status.message };
  for (const [name, value] of Object.entries(all)) {
    properties[cut(name, MAX.key)] = cut(textOf(value), MAX.value);
  }
  if (links.length > 0) {
    const ids = links.map(({ context }) => ({ operation_Id: context.traceId, id: context.spanId }));
    properties['_MS.links'] = cut(JSON.stringify(ids), MAX.value);
  }
  return properties;
}

const cut = (text: string, length: number): string => text.slice(0, length);

const textOf = (value: unknown): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const milliseconds = ([seconds, nanos]: HrTime): number => seconds * 1000 + nanos / 1e6;

/** A duration as `days.hours:minutes:seconds.microseconds`. */
export function durationOf(time: HrTime): string {
  const [seconds, nanos] = time;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const clock = [(seconds / 3_600) % 24, (seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${Math.floor(seconds / 86_400)}.${clock}.${String(Math.floor(nanos / 1_000)).padStart(6, '0')}`;
}
