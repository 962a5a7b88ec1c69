import { describe, expect, it } from 'vitest';
import { openCall } from '../../record/seal';
import type { Exchange } from '../lanes/exchange';
import { readMessage } from './read';

function read(text: string) {
  const exchange = { header: () => undefined } as unknown as Exchange;
  const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
  return readMessage(Buffer.from(text), exchange, call).message;
}

describe('readMessage', () => {
  it('reads names and payloads beyond ASCII', () => {
    const message = read(
      '{"id":"ü","method":"tools/call","params":{"name":"Größe","arguments":{"größer als":"10 €"}}}',
    );
    expect(message).toMatchObject({ idText: '"ü"', tool: 'Größe', payload: '{"größer als":"10 €"}' });
  });

  it.each([
    ['a control character in a string', '{"id":1,"method":"m","params":{"a":"\u0001"}}'],
    ['a space that is none to JSON', '{"method":"m"\u00a0}'],
    ['a byte order mark', '\ufeff{"method":"m"}'],
    ['two documents', '{"method":"m"}{}'],
  ])('refuses %s', (_what, text) => expect(() => read(text)).toThrow('not valid JSON'));
});
