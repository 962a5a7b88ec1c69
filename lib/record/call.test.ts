import { describe, expect, it } from 'vitest';
import { isPlumbing } from './call';

describe('what leaves a row only when it fails', () => {
  it.each([
    ['notification', 'notifications/initialized', true],
    ['notification', 'tools/call', false],
    ['request', 'tools/list', true],
    ['request', 'tools/call', false],
    ['response', null, true],
  ] as const)('%s %s: %s', (kind, method, plumbing) => expect(isPlumbing({ kind, method })).toBe(plumbing));
});
