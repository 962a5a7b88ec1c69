import { describe, expect, it } from 'vitest';
import type { Exchange } from '../lanes/exchange';
import { openCall } from '../../record/seal';
import { readMessage } from './read';
import { spliceTrace } from './splice-trace';

const OURS = '00-11111111111111111111111111111111-2222222222222222-01';

function splice(text: string): string {
  const exchange = { header: () => undefined } as unknown as Exchange;
  const call = openCall({ requestId: 'r', httpMethod: 'POST', clientAddress: null });
  return spliceTrace(readMessage(Buffer.from(text), exchange, call), OURS).toString('utf8');
}

describe('spliceTrace', () => {
  it.each([
    [
      '{"id":1,"method":"m","params":{}}',
      `{"id":1,"method":"m","params":{"_meta":{"traceparent":"${OURS}"}}}`,
    ],
    [
      '{"id":1,"method":"m","params":{ "a":1}}',
      `{"id":1,"method":"m","params":{"_meta":{"traceparent":"${OURS}"}, "a":1}}`,
    ],
    [
      '{"id":1,"method":"m","params":{"_meta":{ }}}',
      `{"id":1,"method":"m","params":{"_meta":{"traceparent":"${OURS}" }}}`,
    ],
    [
      '{"id":1,"method":"m","params":{"_meta":{"é":1,"traceparent":"00-x","baggage":"k=v"}}}',
      `{"id":1,"method":"m","params":{"_meta":{"é":1,"traceparent":"${OURS}","baggage":"k=v"}}}`,
    ],
  ])('%s', (before, after) => expect(splice(before)).toBe(after));

  it.each(['{"method":"notifications/x","params":{}}', '{"id":1,"result":{}}', '{"id":1,"method":"ping"}'])(
    'leaves alone: %s',
    (text) => expect(splice(text)).toBe(text),
  );
});
