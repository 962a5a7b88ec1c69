import type { Attributes, HrTime, Link, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { SpanPlace } from './place';
import { processResource } from './context';

const MAX_NAME = 128;
const SCOPE = { name: 'sightline' };
const NONE: never[] = [];

/** When a span began and ended, as the exporters take it. */
export interface SpanTime {
  start: HrTime;
  end: HrTime;
  duration: HrTime;
}

/** @param startMs milliseconds since 1970 */
export const spanTime = (startMs: number, durationMs: number): SpanTime => ({
  start: hrTime(startMs),
  end: hrTime(startMs + durationMs),
  duration: hrTime(durationMs),
});

/** Milliseconds as [seconds, nanoseconds]. */
function hrTime(milliseconds: number): HrTime {
  const seconds = Math.floor(milliseconds / 1000);
  return [seconds, Math.round((milliseconds - seconds * 1000) * 1_000_000)];
}

/** What a span is about; the rest of it is where it stands and when it was. */
export interface SpanDescription {
  /** cut to what backends take */
  name: string;
  kind: SpanKind;
  status: SpanStatus;
  attributes: Attributes;
}

/** A span that was made when it had ended already: what OpenTelemetry's exporters want of one, and no more. */
export class FinishedSpan implements ReadableSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly parentSpanContext?: SpanContext;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly duration: HrTime;
  readonly links: Link[];
  readonly events = NONE;
  readonly ended = true;
  readonly resource = processResource();
  readonly instrumentationScope = SCOPE;
  readonly droppedAttributesCount = 0;
  readonly droppedEventsCount = 0;
  readonly droppedLinksCount = 0;
  private readonly context: SpanContext;

  constructor(place: SpanPlace, time: SpanTime, { name, kind, status, attributes }: SpanDescription) {
    this.name = name.slice(0, MAX_NAME);
    this.kind = kind;
    this.status = status;
    this.attributes = attributes;
    this.context = place.context;
    if (place.parent) this.parentSpanContext = place.parent;
    this.startTime = time.start;
    this.endTime = time.end;
    this.duration = time.duration;
    this.links = place.links;
  }

  spanContext(): SpanContext {
    return this.context;
  }
}
