import { SpanKind, SpanStatusCode, TraceFlags, type Attributes } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

const resource = resourceFromAttributes({ 'service.name': 'sightline', 'service.instance.id': 'one' });
let made = 0;

/** An ended span with ids of its own, for what handles spans without asking where they come from. */
export function anySpan(
  name = 'a span',
  attributes: Attributes = {},
  over: Partial<ReadableSpan> = {},
): ReadableSpan {
  made += 1;
  const context = {
    traceId: made.toString(16).padStart(32, '0'),
    spanId: made.toString(16).padStart(16, '0'),
    traceFlags: TraceFlags.SAMPLED,
  };
  const now = Math.floor(Date.now() / 1000);
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    startTime: [now, 5],
    endTime: [now, 123_456_789],
    duration: [0, 123_456_784],
    status: { code: SpanStatusCode.UNSET },
    attributes,
    links: [],
    events: [],
    ended: true,
    resource,
    instrumentationScope: { name: 'test' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...over,
  };
}
