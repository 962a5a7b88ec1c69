import { describe, expect, it } from 'vitest';
import { layOut } from './json-text';

const textOf = (json: string) =>
  layOut(json)
    .map((token) => token.text)
    .join('');

describe('JSON laid out for reading', () => {
  it('looks like JSON.stringify with two blanks', () => {
    const value = { a: [1, { b: null }], c: {}, d: [], e: 'x "y" \\ , : {', f: true };
    expect(textOf(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(textOf(JSON.stringify(value, null, 7))).toBe(JSON.stringify(value, null, 2));
  });

  it('keeps every digit, repeated keys and escapes', () => {
    expect(textOf('{"n":9007199254740993,"n":1.10,"s":"\\u0000é"}')).toBe(
      '{\n  "n": 9007199254740993,\n  "n": 1.10,\n  "s": "\\u0000é"\n}',
    );
  });

  it('marks what was masked, in whole values and inside them', () => {
    const masked = layOut('{"token":"***","note":"Bearer *** end"}').filter(
      (token) => token.kind === 'masked',
    );
    expect(masked).toHaveLength(2);
  });

  it('does not fail on text that breaks off, and does not drown in depth', () => {
    expect(textOf('{"a":"unfinish')).toBe('{\n  "a": "unfinish');
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    expect(textOf(deep).length).toBeLessThan(2_000_000);
  });

  it('makes few tokens of a long list', () => {
    expect(layOut(JSON.stringify(Array.from({ length: 1000 }, (_, index) => index)))).toHaveLength(1);
  });
});
