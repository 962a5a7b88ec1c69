import { propagation } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { SpanKind } from '@opentelemetry/api';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Message, OpenCall } from '../record/call';
import { publishResource } from './context';
import { FinishedSpan, spanTime } from './finished-span';
import { placeClientSpans, placeServerSpans, type SpanPlace } from './place';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const STATE = 'vendor=a,other=b';

beforeAll(() => {
  publishResource(resourceFromAttributes({ 'service.name': 'sightline' }));
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
});

const call = (message: Partial<Message> | null) =>
  ({
    message: message && { method: 'tools/call', traceparent: null, tracestate: null, ...message },
  }) as OpenCall;

/** A span at this place, as it is exported. */
function exported(place: SpanPlace | null) {
  if (!place) throw new Error('no span stands here');
  const span = new FinishedSpan(place, spanTime(0, 1), {
    name: 'a',
    kind: SpanKind.SERVER,
    status: { code: 0 },
    attributes: {},
  });
  const request: unknown = JSON.parse(
    Buffer.from(JsonTraceSerializer.serializeRequest([span]) ?? []).toString(),
  );
  return request;
}

const withState = (traceState: string) => ({
  resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE, traceState }] }] }],
});

describe('the places of a call', () => {
  it("keep the caller's tracestate on every span, from the headers", () => {
    const spans = placeServerSpans(call({}), { traceparent: PARENT, tracestate: STATE }, undefined);
    placeClientSpans(spans);
    for (const place of [spans.http, spans.mcpServer, spans.mcpClient, spans.httpClient]) {
      expect(exported(place)).toMatchObject(withState(STATE));
    }
  });

  it("keep the caller's tracestate on every span, from _meta", () => {
    const message = { traceparent: PARENT, tracestate: STATE };
    const spans = placeServerSpans(
      call(message),
      { traceparent: undefined, tracestate: undefined },
      undefined,
    );
    placeClientSpans(spans);
    for (const place of [spans.http, spans.mcpServer, spans.mcpClient, spans.httpClient]) {
      expect(exported(place)).toMatchObject(withState(STATE));
    }
  });

  it.each(['the headers', '_meta'])('drop a tracestate with a secret in it, from %s', (where) => {
    const tracestate = 'vendor=ghp_0123456789abcdefghijABCDEFGHIJ012345';
    const sent = { traceparent: PARENT, tracestate };
    const isMeta = where === '_meta';
    const headers = isMeta ? { traceparent: undefined, tracestate: undefined } : sent;
    const spans = placeServerSpans(call(isMeta ? sent : {}), headers, undefined);
    expect(placeClientSpans(spans).tracestate).toBe(tracestate);
    for (const place of [spans.http, spans.mcpServer, spans.mcpClient, spans.httpClient]) {
      const text = JSON.stringify(exported(place));
      expect(text).toContain(TRACE);
      expect(text).not.toContain('ghp_');
    }
  });

  it('have no tracestate when the caller sent none', () => {
    const spans = placeServerSpans(call({}), { traceparent: PARENT, tracestate: undefined }, undefined);
    expect(JSON.stringify(exported(spans.mcpServer))).not.toContain('traceState');
  });
});
