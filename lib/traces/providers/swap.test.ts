import { afterEach, describe, expect, it } from 'vitest';
import { decodeSpans } from '@/tests/support/otlp-proto';
import { anySpan } from '@/tests/support/spans';
import { outletsTo, startGrpcBackend, startHttpBackend } from '@/tests/support/trace-backend';
import { DEFAULT_PIPELINE } from '../pipeline';
import { SwappableSpanProcessor } from '../processor';
import { checkConfig } from './all';

const FAST = { ...DEFAULT_PIPELINE, delayMs: 5, retryDelayMs: 5, maxRetryDelayMs: 20, maxBatch: 50 };
const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  await Promise.all(cleanUps.splice(0).map((cleanUp) => cleanUp()));
});

async function backends() {
  const [http, grpc] = await Promise.all([startHttpBackend(), startGrpcBackend()]);
  cleanUps.push(() => http.stop(), grpc.stop);
  const { outlets } = outletsTo({ http: http.port, grpc: grpc.port });
  const destination = async (protocol: string) => {
    const checked = checkConfig('otlp', { protocol, endpoint: 'https://collector.example:4317' });
    if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
    return checked.configured.create(outlets);
  };
  const idsIn = (bodies: Buffer[]) => bodies.flatMap(decodeSpans).map(({ spanId }) => spanId);
  return { http, grpc, destination, idsIn };
}

const millisecond = () => new Promise((resolve) => setTimeout(resolve, 1));

describe('exchanges under load', () => {
  it('a hundred between an HTTP and a gRPC receiver: every span arrives exactly once', async () => {
    const { http, grpc, destination, idsIn } = await backends();
    const processor = new SwappableSpanProcessor();
    const sent: string[] = [];
    for (let round = 0; round < 100; round += 1) {
      processor.swap(await destination(round % 2 === 0 ? 'http/protobuf' : 'grpc'), FAST);
      for (let call = 0; call < 5; call += 1) {
        const spans = Array.from({ length: 4 }, () => anySpan());
        sent.push(...spans.map((span) => span.spanContext().spanId));
        processor.record(spans);
        await millisecond();
      }
    }
    await processor.shutdown();
    const [byHttp, byGrpc] = [http, grpc].map(({ arrived }) => idsIn(arrived.map(({ body }) => body)));
    expect([...(byHttp ?? []), ...(byGrpc ?? [])].sort()).toEqual(sent.sort());
    expect(byHttp).not.toHaveLength(0);
    expect(byGrpc).not.toHaveLength(0);
    expect(Object.fromEntries(processor.books().results)).toEqual({ exported: 2_000 });
    expect(processor.health().filter(({ isDraining }) => isDraining)).toEqual([]);
  });

  it('through an outage: what was taken while the receiver was away arrives once when it is back', async () => {
    const { http, destination, idsIn } = await backends();
    const processor = new SwappableSpanProcessor();
    processor.swap(await destination('http/protobuf'), FAST);
    http.answer = { status: 503 };
    const spans = Array.from({ length: 500 }, () => anySpan());
    for (const span of spans) {
      processor.record([span]);
      if (spans.indexOf(span) % 50 === 0) await millisecond();
    }
    await expect.poll(() => http.arrived.length).toBeGreaterThan(2);
    expect(processor.books()).toMatchObject({ started: 500, queued: 500 });
    const refused = http.arrived.length;
    http.answer = { status: 200 };
    await processor.forceFlush();
    const ids = idsIn(http.arrived.slice(refused).map(({ body }) => body));
    expect(new Set(ids).size).toBe(500);
    expect(ids).toHaveLength(500);
    expect(processor.health()).toMatchObject([{ queued: 0, lastFailure: { code: 503 } }]);
    await processor.shutdown();
  });
});
