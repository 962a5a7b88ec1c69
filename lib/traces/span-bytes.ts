import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/** Ids, times, flags and their names, in whatever encoding. */
const FRAME_BYTES = 200;
const LINK_BYTES = 60;
const NUMBER_BYTES = 8;

/** About how many bytes a span takes on its way out: counted in characters, so that a call pays little for it. */
export function spanBytes({ name, status, attributes, events, links }: ReadableSpan): number {
  let bytes = FRAME_BYTES + name.length + (status.message?.length ?? 0) + links.length * LINK_BYTES;
  bytes += attributesBytes(attributes);
  for (const event of events) bytes += event.name.length + attributesBytes(event.attributes ?? {});
  return bytes;
}

function attributesBytes(attributes: Attributes): number {
  let bytes = 0;
  for (const key in attributes) bytes += key.length + valueBytes(attributes[key]);
  return bytes;
}

function valueBytes(value: AttributeValue | undefined): number {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return NUMBER_BYTES;
  const texts: (string | number | boolean | null | undefined)[] = value;
  return texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? text.length : NUMBER_BYTES),
    0,
  );
}
