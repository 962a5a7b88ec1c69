import { describe, expect, it } from 'vitest';
import { openCall } from '../../record/seal';
import type { Exchange } from '../lanes/exchange';
import { readMessage } from './read';

function read(text: string | Buffer, headers: Record<string, string> = {}) {
  const exchange = { header: (name: string) => headers[name] } as unknown as Exchange;
  const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
  return readMessage(typeof text === 'string' ? Buffer.from(text) : text, exchange, call).message;
}

describe('readMessage', () => {
  it('refuses what would take a parser long, and takes vectors and tables', () => {
    const message = (argument: string) => `{"id":1,"method":"m","params":{"a":${argument}}}`;
    const many = (count: number, one: (index: number) => string) =>
      Array.from({ length: count }, (_, i) => one(i));
    expect(() => read(message(`{${many(60_000, (i) => `"k${i}":1`).join()}}`))).toThrow('more than 50,000');
    expect(() => read(message(`[${many(600_000, () => '1').join()}]`))).toThrow('500,000 elements');
    read(message(`[${many(200_000, () => '0.5').join()}]`));
    read(message(`"${'a,b:'.repeat(400_000)}"`));
  });

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

  const message = (method: string, params: unknown) => JSON.stringify({ id: 1, method, params });

  it.each([
    ['tools/call', { name: 'a' }],
    ['prompts/get', { name: 'a', uri: 'b', taskId: 'b' }],
    ['resources/read', { uri: 'a', name: 'b' }],
    ['tasks/get', { taskId: 'a', name: 'b' }],
    ['tasks/cancel', { taskId: 'a' }],
  ])('compares Mcp-Name with the member that names a %s', (method, params) => {
    const text = message(method, params);
    expect(() => read(text, { 'mcp-name': 'a' })).not.toThrow();
    expect(() => read(text, { 'mcp-name': '=?base64?YQ==?=' })).not.toThrow();
    expect(() => read(text, { 'mcp-name': 'b' })).toThrow('The header Mcp-Name does not agree');
  });

  it('refuses an Mcp-Name for which the message has no name', () =>
    expect(() => read(message('tasks/get', {}), { 'mcp-name': 'a' })).toThrow('Mcp-Name does not agree'));

  it('leaves Mcp-Name to the upstream where the specification does not say what it repeats', () =>
    expect(() => read(message('skills/get', { uri: 'a' }), { 'mcp-name': 'b' })).not.toThrow());

  it('refuses a task id that stands twice', () =>
    expect(() => read('{"id":1,"method":"tasks/get","params":{"taskId":"a","taskId":"b"}}')).toThrow(
      'twice',
    ));

  it.each(['tools/call', 'ping', 'notifications', 'Notifications/x'])(
    'refuses %s without an id, which a lax upstream would run',
    (method) => expect(() => read(JSON.stringify({ method, params: {} }))).toThrow('without an id'),
  );

  it('takes a notification', () =>
    expect(read('{"method":"notifications/x"}')).toMatchObject({ kind: 'notification' }));

  it('refuses a method that is no string beside a result', () =>
    expect(() => read('{"id":1,"method":["tools/call"],"result":{}}')).toThrow('method must be a string'));

  it.each([
    ['longer than is recorded', 'x'.repeat(5_000)],
    ['no string', ['x']],
    ['null', null],
  ])('refuses the name of a tool that is %s', (_what, name) =>
    expect(() => read(message('tools/call', { name }))).toThrow('name of a tool'),
  );

  it('refuses bytes that are not UTF-8', () => {
    const text = Buffer.from('{"id":1,"method":"tools/call","params":{"name":"\xff"}}', 'latin1');
    expect(() => read(text)).toThrow('not valid UTF-8');
  });
});
