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

const spans = () => ({ main: { traceId: 't', spanId: 's' } });

describe('sealCall', () => {
  it('takes a row that the audit sink throws at for a lost one', () => {
    const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
    const broken = {
      ...sinks,
      audit: () => {
        throw new Error('no writer');
      },
    };
    const before = partFailures().get('audit') ?? 0;
    const results: string[] = [];
    const tools = { masker: createMasker([]), instanceId: 'i' };
    sealCall(call, spans, tools, broken, (result) => results.push(result));
    expect(results).toEqual(['lost']);
    expect(partFailures().get('audit')).toBe(before + 1);
  });

  it('takes a record that cannot be made for a lost one, so that the call is refused and not left waiting', () => {
    const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
    const tools = { masker: createMasker([]), instanceId: 'i' };
    const results: string[] = [];
    sealCall(call, spans, tools, sinks, (result) => results.push(result));
    const before = partFailures().get('record') ?? 0;
    const broken = (): MainSpan => {
      throw new Error('no ids');
    };
    sealCall(call, broken, tools, sinks, (result) => results.push(result));
    expect(results).toEqual(['stored', 'lost']);
    expect(partFailures().get('record')).toBe(before + 1);
  });
});
