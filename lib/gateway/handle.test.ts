import { describe, expect, it } from 'vitest';
import { partFailures } from '../record/part-failures';
import type { Sinks } from '../record/sinks';
import type { CallSpans } from '../traces/place';
import { handleCall, type GatewayServices } from './handle';
import type { Exchange, Reply } from './lanes/exchange';
import { Refusals } from './refusals';
import { Strangers } from './read-refused';

/** A gateway that stops, so that each call is refused, and what became of one. */
function refusing(
  reply: Partial<Reply>,
  exchange: Partial<Exchange> = {},
  sinks: Partial<Sinks<CallSpans>> = {},
) {
  const seen = { body: '', destroyed: 0, left: 0 };
  const handled = handleCall(
    {
      requestId: 'r',
      method: 'POST',
      slug: 'a',
      clientAddress: null,
      header: () => undefined,
      headerNames: () => [],
      comesTwice: () => false,
      readBody: () => Promise.resolve(Buffer.from('{"jsonrpc":"2.0","id":1,"method":"ping"}')),
      onGone: () => undefined,
      reply: {
        always: () => undefined,
        head: () => undefined,
        headSent: () => false,
        flushHead: () => undefined,
        write: () => true,
        drained: () => undefined,
        end: (chunk) => void (seen.body += Buffer.from(chunk ?? []).toString()),
        destroy: () => void (seen.destroyed += 1),
        ...reply,
      },
      ...exchange,
    },
    {
      isStopping: () => true,
      strangers: new Strangers(),
      refusals: new Refusals(() => undefined),
      instanceId: 'i',
      sinks: {
        audit: (_, done) => done('not_audited'),
        span: () => undefined,
        metrics: () => undefined,
        log: () => undefined,
        ...sinks,
      },
      left: () => (seen.left += 1),
    } as Partial<GatewayServices> as GatewayServices,
  );
  return { handled, seen };
}

const fails = (): never => {
  throw new Error('broken');
};
const failures = (part: string) => partFailures().get(part) ?? 0;

describe('a call that is refused', () => {
  it('is refused also when reading what it was about breaks', async () => {
    const before = failures('read_refused');
    const { handled, seen } = refusing(
      {},
      { header: (name) => (name === 'mcp-method' ? fails() : undefined) },
    );
    await handled;
    expect(seen).toMatchObject({ destroyed: 0, left: 1 });
    expect(seen.body).toContain('"code":50301');
    expect(failures('read_refused')).toBe(before + 1);
  });

  it('is broken off when it cannot be answered', async () => {
    const before = failures('refusal');
    const { handled, seen } = refusing({ head: fails });
    await handled;
    expect(seen).toMatchObject({ body: '', destroyed: 1, left: 1 });
    expect(failures('refusal')).toBe(before + 1);
  });

  it('is answered though its audit sink breaks', async () => {
    const { handled, seen } = refusing({}, {}, { audit: fails });
    await handled;
    expect(seen.body).toContain('"code":50300');
  });
});
