import { describe, expect, it } from 'vitest';
import type { AuditWriter } from '../audit/writer';
import { createMasker } from '../mask/masker';
import { openCall, sealCall, type SealTools } from './seal';
import { metrics } from '../metrics/registry';
import { placeServerSpans } from '../traces/place';

const failures = async (sink: string) => {
  const { values } = await metrics().sinkFailures.get();
  return values.find(({ labels }) => labels.sink === sink)?.value ?? 0;
};

const audit: AuditWriter = {
  append: (_, done) => done(true),
  accepts: () => true,
  admits: () => true,
  drain: () => Promise.resolve(),
};

describe('sealCall', () => {
  it('takes a record that cannot be made for a lost one, so that the call is refused and not left waiting', async () => {
    const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
    const spans = placeServerSpans(call, { traceparent: undefined, tracestate: undefined }, undefined);
    const tools: SealTools = { masker: createMasker([]), audit, instanceId: 'i' };
    call.outcome = 'denied';
    const results: string[] = [];
    sealCall(call, spans, tools, (result) => results.push(result));
    const before = await failures('record');
    const broken = {
      ...spans,
      get main(): never {
        throw new Error('no ids');
      },
    };
    sealCall(call, broken, tools, (result) => results.push(result));
    expect(results).toEqual(['stored', 'lost']);
    expect(await failures('record')).toBe(before + 1);
  });
});
