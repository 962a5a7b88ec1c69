import { describe, expect, it } from 'vitest';
import { formatExact, formatRelative } from './time-format';

const now = Date.UTC(2026, 10, 22, 12);
const ago = (seconds: number) => formatRelative(new Date(now - seconds * 1000), now);

describe('how long ago', () => {
  it.each([
    [0, 'just now'],
    [-3, 'just now'],
    [2, '2s ago'],
    [59, '59s ago'],
    [60, '1m ago'],
    [3_599, '59m ago'],
    [86_400, '1d ago'],
    [31 * 86_400, '2026-10-22'],
  ])('%d seconds is %s', (seconds, text) => expect(ago(seconds)).toBe(text));
});

it('an exact moment is ISO 8601 with its offset, and the same moment', () => {
  const text = formatExact(new Date(now + 123));
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.123[+-]\d\d:\d\d$/);
  expect(Date.parse(text)).toBe(now + 123);
});
