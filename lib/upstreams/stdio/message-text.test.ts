import { describe, expect, it } from 'vitest';
import { Lines } from './lines';
import { ID, keyOf, oneLine, placesOf, PROGRESS_TOKEN, readServerMessage, withValues } from './message-text';

describe('a message as text', () => {
  it('is changed at its places and nowhere else', () => {
    const text = Buffer.from(
      '{ "params":{"_meta":{"progressToken" : "é","x":12345678901234567890}} , "id" : 1.0,"id2":1}',
    );
    const changed = withValues(text, placesOf(text), [
      [ID, '77'],
      [PROGRESS_TOKEN, '8'],
    ]);
    expect(changed.toString()).toBe(
      '{ "params":{"_meta":{"progressToken" : 8,"x":12345678901234567890}} , "id" : 77,"id2":1}',
    );
  });

  it('goes on one line', () => {
    expect(oneLine(Buffer.from('{\r\n"a":\n"b\\n"}')).toString()).toBe('{  "a": "b\\n"}');
  });

  it.each([
    ['{"id":1,"result":{}}', 'answer'],
    ['{"id":null,"error":{"code":1}}', 'answer'],
    ['{"id":"x","method":"roots/list"}', 'request'],
    ['{"method":"notifications/message"}', 'notification'],
    ['{"looks":"like json"}', undefined],
    ['[1]', undefined],
    ['listening on 3000', undefined],
    ['{"result":{}}', undefined],
  ])('%s is %s', (line, kind) => {
    expect(readServerMessage(Buffer.from(line))?.kind).toBe(kind);
  });

  it('has ids that are equal however they are written', () => {
    expect(keyOf('1.0')).toBe(keyOf('1'));
    expect(keyOf('"\\u00e9"')).toBe(keyOf('"é"'));
    expect(keyOf('1')).not.toBe(keyOf('"1"'));
  });
});

describe('lines', () => {
  const read = (chunks: string[], max = 10) => {
    const found: string[] = [];
    const lines = new Lines(max, {
      line: (bytes) => found.push(bytes.toString()),
      tooLong: (start) => found.push(`too long: ${start.toString()}`),
    });
    for (const chunk of chunks) lines.write(Buffer.from(chunk));
    return found;
  };

  it('are put together from chunks', () => {
    expect(read(['a', 'b\nc', '\n', '\nd'])).toEqual(['ab', 'c', '']);
  });

  it('are told of once when they are too long, and the next one is read again', () => {
    expect(read(['12345', '67890x', 'yyyyyyyyyyyyyyyy', 'zz\nnext\n'])).toEqual([
      'too long: 1234567890',
      'next',
    ]);
  });
});
