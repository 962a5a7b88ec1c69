import { describe, expect, it } from 'vitest';
import { JsonScanner, watch } from './scan';

const WATCHED = watch([
  'id',
  'method',
  'params',
  'params\nname',
  'params\n_meta',
  'params\n_meta\ntraceparent',
  'result\nisError',
]);

/** Scans in pieces of every size, which must make no difference. */
function scan(text: string, pieceLength = text.length || 1): JsonScanner {
  const scanner = new JsonScanner(WATCHED);
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += pieceLength) scanner.write(bytes.subarray(at, at + pieceLength));
  return scanner;
}

const MESSAGE =
  '{ "jsonrpc":"2.0", "id" : 12345678901234567890,"params":{"arguments":{"name":"no","x":[{"name":"no"}]},' +
  '"name":"t\\u0065st \\"q\\"","_meta":{"traceparent":"00-ab"}} , "method":"tools/call"}';

describe('JsonScanner', () => {
  it.each([1, 2, 3, 7, 1000])('finds members and their places in pieces of %d bytes', (length) => {
    const scanner = scan(MESSAGE, length);
    expect(scanner.scalar('id')).toBe('12345678901234567890');
    expect(scanner.string('method')).toBe('tools/call');
    expect(scanner.string('params\nname')).toBe('test "q"');
    expect(scanner.string('params\n_meta\ntraceparent')).toBe('00-ab');
    const params = scanner.members.get('params');
    expect(JSON.parse(MESSAGE.slice(params?.start, params?.end))).toEqual(JSON.parse(MESSAGE).params);
    expect(scanner.duplicate).toBeNull();
    expect(scanner.root).toBe('{');
  });

  it.each([1, 2, 3, 5, 1000])('finds the end of strings full of escapes in pieces of %d bytes', (length) => {
    const ending = ['\\', '"', '\\"', '\\\\', '"\\"', '\\\\"'];
    for (const value of [...ending, ...ending.map((end) => `a${end}b`), '\n\n\t"', '']) {
      const scanner = scan(JSON.stringify({ a: value, [value]: [value], method: value, id: 7 }), length);
      expect(scanner.string('method')).toBe(value);
      expect(scanner.scalar('id')).toBe('7');
    }
  });

  it('takes no longer for escapes without end, nor for strings without one', () => {
    const size = 2_000_000;
    for (const text of ['"' + '\\n'.repeat(size), '"' + '\\"'.repeat(size), '["' + '","'.repeat(size)]) {
      expect(scan(text).members.size).toBe(0);
    }
  });

  it('is not fooled by the same names elsewhere', () => {
    const scanner = scan('{"a":{"id":1,"method":"x"},"b":["id",{"id":2}],"c":"\\"id\\":3"}');
    expect(scanner.members.size).toBe(0);
  });

  it('notices a name that stands twice, also when one is written with escapes', () => {
    expect(scan('{"id":1,"id":2}').duplicate).toBe('id');
    expect(scan('{"params":{"name":"a","n\\u0061me":"b"}}').duplicate).toBe('params\nname');
  });

  it('reads no deeper than 64 levels, and finds what stands after the depth', () => {
    expect(scan('['.repeat(64)).tooDeep).toBe(false);
    expect(scan('['.repeat(65)).tooDeep).toBe(true);
    expect(scan('{"a":'.repeat(1_000_000)).tooDeep).toBe(true);
    for (const levels of [64, 65, 90, 4_000]) {
      const deep = `${'[{"id":3,"x":"]"},'.repeat(levels)}1${']'.repeat(levels)}`;
      const scanner = scan(`{"params":${deep},"id":7,"method":"a"}`, 5);
      expect(scanner.tooDeep).toBe(levels >= 64);
      expect(scanner.scalar('id')).toBe('7');
      expect(scanner.string('method')).toBe('a');
      const params = scanner.members.get('params');
      expect([params?.start, params?.end]).toEqual([10, 10 + deep.length]);
      expect(scanner.isWhole()).toBe(true);
    }
  });

  it.each([1, 3, 1000])('knows one whole value from anything else, in pieces of %d bytes', (length) => {
    for (const whole of [MESSAGE, '{}', ' [ ] \r\n', '{"a":[1,"b",{"c":null}],"d":-1.5e3}', '[[],{}]']) {
      expect(scan(whole, length).isWhole(), whole).toBe(true);
    }
    const others = [
      '',
      ' ',
      '{',
      '{}{}',
      '{} x',
      '{}\n{}',
      '[1',
      '{"a":1,}',
      '{"a" 1}',
      '{"a":}',
      '{,}',
      '[1,,2]',
    ];
    for (const other of [
      ...others,
      '[,]',
      '{"a":1]',
      '[1}',
      ']',
      '{"a":1}}',
      '{1:2}',
      '["a":1]',
      '{"a":b}',
      '[1 2]',
    ]) {
      expect(scan(other, length).isWhole(), other).toBe(false);
    }
  });

  it('keeps no long scalar', () => {
    const scanner = scan(`{"method":"${'x'.repeat(10_000)}","id":1}`, 100);
    expect(scanner.scalar('method')).toBeNull();
    expect(scanner.members.has('method')).toBe(true);
    expect(scanner.scalar('id')).toBe('1');
  });

  it('sees true under result.isError', () => {
    expect(scan('{"result":{"content":[],"isError":true}}').scalar('result\nisError')).toBe('true');
  });
});
