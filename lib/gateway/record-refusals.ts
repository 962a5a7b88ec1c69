import { currentMasker } from '../mask/current-masker';
import type { OpenCall } from '../record/call';
import { sealCall } from '../record/seal';
import type { Sinks } from '../record/sinks';
import { placeServerSpans, type CallSpans } from '../traces/place';

/** Puts the rows that stand for many refusals on record, as the calls that they are not: row, span, metrics and line. */
export function recordRefusals(
  calls: readonly OpenCall[],
  { sinks, instanceId }: { sinks: Sinks<CallSpans>; instanceId: string },
): void {
  for (const call of calls) {
    const spans = placeServerSpans(call, { traceparent: undefined, tracestate: undefined }, undefined);
    sealCall(call, spans, { masker: currentMasker(), instanceId }, sinks, () => undefined);
  }
}
