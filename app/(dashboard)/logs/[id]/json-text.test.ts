import { describe, expect, it } from 'vitest';
import { holdsJson, layOut, type Token } from './json-text';

const joined = (tokens: Token[]): string =>
  tokens.map((token) => (token.kind === 'json' ? `<${joined(token.tokens)}>` : token.text)).join('');
const textOf = (json: string) => joined(layOut(json));

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

  it('opens JSON that stands in text, keeping its digits and marking what was masked', () => {
    const inner = '{"id":9007199254740993,"token":"***"}';
    const json = JSON.stringify({ content: [{ type: 'text', text: inner }] });
    expect(joined(layOut(json, { open: true }))).toContain(
      '"text": <{\n  "id": 9007199254740993,\n  "token": "***"\n}>',
    );
    expect(textOf(json)).toContain(String.raw`"{\"id\":9007199254740993`);
    expect(holdsJson(json)).toBe(true);
  });

  it('leaves text that only looks like JSON, keys and plain values as they are', () => {
    for (const value of ['{not json}', '[1,', '7', 'true', 'x {"a":1}', '']) {
      const json = JSON.stringify({ '{"k":1}': value });
      expect(holdsJson(json), json).toBe(false);
      expect(joined(layOut(json, { open: true }))).toBe(textOf(json));
    }
  });

  it('opens JSON in JSON, but not without end', () => {
    let json = '{"deepest":true}';
    for (let depth = 0; depth < 8; depth += 1) json = JSON.stringify({ text: json });
    const shown = joined(layOut(json, { open: true }));
    expect(shown.match(/</g)).toHaveLength(4);
  });

  it('makes few tokens of a long list', () => {
    expect(layOut(JSON.stringify(Array.from({ length: 1000 }, (_, index) => index)))).toHaveLength(1);
  });
});
