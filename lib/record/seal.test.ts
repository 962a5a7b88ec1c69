import { describe, expect, it } from 'vitest';
import { createMasker } from '../mask/masker';
import { partFailures } from './part-failures';
import { openCall, sealCall } from './seal';
import type { MainSpan, Sinks } from './sinks';

const sinks: Sinks<MainSpan> = {
  audit: (_, done) => done('stored'),
  span: () => undefined,
  metrics: () => undefined,
  log: () => undefined,
};

describe('sealCall', () => {
  it('takes a record that cannot be made for a lost one, so that the call is refused and not left waiting', () => {
    const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
    const tools = { masker: createMasker([]), instanceId: 'i' };
    const results: string[] = [];
    sealCall(call, { main: { traceId: 't', spanId: 's' } }, tools, sinks, (result) => results.push(result));
    const before = partFailures().get('record') ?? 0;
    const broken = {
      get main(): never {
        throw new Error('no ids');
      },
    };
    sealCall(call, broken, tools, sinks, (result) => results.push(result));
    expect(results).toEqual(['stored', 'lost']);
    expect(partFailures().get('record')).toBe(before + 1);
  });
});
