import { createTraceState, ROOT_CONTEXT, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { describe, expect, it } from 'vitest';
import { withoutQueries, withoutSecrets } from './without-secrets';

const TOKEN = `ghp_${'a1B2'.repeat(9)}`;

/** A span as OpenTelemetry's SDK makes it, cleaned when it ended. */
function cleaned(fill: (span: Span) => void) {
  let ended: ReadableSpan | undefined;
  const keep: SpanProcessor = {
    onStart: () => undefined,
    onEnd: (span) => void (ended = withoutSecrets(span)),
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
  const provider = new BasicTracerProvider({ spanProcessors: [keep] });
  const parent = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true };
  const tracer = provider.getTracer('next.js', '1');
  const span = tracer.startSpan('GET', {}, trace.setSpanContext(ROOT_CONTEXT, parent));
  fill(span);
  span.end();
  if (!ended) throw new Error('the span did not end');
  return ended;
}

const exported = (span: ReadableSpan) =>
  Buffer.from(JsonTraceSerializer.serializeRequest([span]) ?? []).toString();

describe('withoutSecrets', () => {
  it('drops a tracestate with a secret in it, and keeps one without', () => {
    const state = (text: string) => createTraceState(text);
    const context = (text: string) => ({
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      traceFlags: 1,
      traceState: state(text),
    });
    const span = cleaned((open) => open.addLink({ context: context(`a=${TOKEN}`) }));
    const own = (text: string): ReadableSpan =>
      withoutSecrets({ ...span, spanContext: () => context(text), parentSpanContext: context(text) });
    expect(exported(own(`a=${TOKEN}`))).not.toContain(TOKEN);
    expect(own(`a=${TOKEN}`).parentSpanContext?.traceState).toBeUndefined();
    expect(exported(own('a=plain'))).toContain('"traceState":"a=plain"');
  });

  it('takes the query out of what Next and instrumentations write', () => {
    const span = cleaned((open) => {
      open.updateName('fetch GET https://api.example/v1/x?key=hush-hush');
      open.setAttributes({
        'http.target': '/setup?token=hush-hush',
        'http.url': 'http://localhost:3000/setup?token=hush-hush#hush-hush',
        'url.full': 'https://user:hush-hush@api.example/v1/x?key=hush-hush',
        'url.query': 'token=hush-hush',
        'next.span_name': 'GET /setup?token=hush-hush',
        'resource.name': 'https://api.example/v1/x',
        lists: ['/a?b=hush-hush', '/b'],
        'http.status_code': 200,
      });
      open.addEvent('saw /x?y=hush-hush', { 'http.url': '/z?hush-hush' });
    });
    expect(span.name).toBe('fetch GET https://api.example/v1/x');
    expect(span.attributes).toEqual({
      'http.target': '/setup',
      'http.url': 'http://localhost:3000/setup',
      'url.full': 'https://api.example/v1/x',
      'next.span_name': 'GET /setup',
      'resource.name': 'https://api.example/v1/x',
      lists: ['/a', '/b'],
      'http.status_code': 200,
    });
    expect(exported(span)).not.toContain('hush-hush');
  });

  it('masks every text: names, attributes, messages, events', () => {
    const span = cleaned((open) => {
      open.updateName(`look up ${TOKEN}`);
      open.setAttributes({ 'db.query.text': `SELECT '${TOKEN}' WHERE a ?| b`, plain: 'stays as it is' });
      open.setStatus({ code: SpanStatusCode.ERROR, message: `no ${TOKEN}` });
      open.recordException(new Error(`bad ${TOKEN}`));
      open.addLink({ context: open.spanContext(), attributes: { why: TOKEN } });
    });
    expect(exported(span)).not.toContain(TOKEN);
    expect(span.attributes.plain).toBe('stays as it is');
    expect(span.attributes['db.query.text']).toContain('WHERE a ?| b');
    expect(span.status.code).toBe(SpanStatusCode.ERROR);
  });

  it('leaves what a span is as it was', () => {
    const span = cleaned((open) => open.setAttribute('a', 1));
    expect(span.parentSpanContext).toMatchObject({ spanId: 'b'.repeat(16), isRemote: true });
    expect(span.spanContext().traceId).toBe('a'.repeat(32));
    expect(span.instrumentationScope).toMatchObject({ name: 'next.js', version: '1' });
    expect(span.ended).toBe(true);
    expect(span.endTime[0]).toBeGreaterThan(0);
  });
});

describe('withoutQueries', () => {
  it.each([
    ['/setup?token=a', '/setup'],
    ['GET /a/b?c#d then /e', 'GET /a/b then /e'],
    ['https://u:p@host:1/a?b', 'https://host:1/a'],
    ['https://host?x=/a@b', 'https://host'],
    ['https://u:p@host', 'https://host'],
    ['https://host/@scope/name', 'https://host/@scope/name'],
    ['a question? or/and more', 'a question? or/and more'],
    ['C# and a@b', 'C# and a@b'],
    ['render route (app) /x/[id]', 'render route (app) /x/[id]'],
  ])('%s → %s', (text, expected) => expect(withoutQueries(text)).toBe(expected));
});
