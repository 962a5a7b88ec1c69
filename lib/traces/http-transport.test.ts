import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { JsonTraceSerializer, ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anySpan } from '@/tests/support/spans';
import { otlpDestination, type SpanDestination } from './destination';
import { httpTransport, retryAfterMs, type HttpTarget } from './http-transport';

interface Got {
  request: IncomingMessage;
  body: Buffer;
}

let server: Server;
let url: string;
let got: Got[];
let answer: (response: ServerResponse) => void;
let opened: SpanDestination[];

beforeEach(async () => {
  got = [];
  opened = [];
  answer = (response) => void response.end();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ request, body: Buffer.concat(chunks) });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
});

afterEach(async () => {
  await Promise.all(opened.map((one) => one.shutdown()));
  server.closeAllConnections();
  server.close();
});

function jsonTo(over: Partial<HttpTarget> = {}): SpanDestination {
  const target: HttpTarget = {
    url,
    contentType: 'application/json',
    compression: 'none',
    headers: { 'x-key': 'k' },
    guarded: false,
    ...over,
  };
  const one = otlpDestination(JsonTraceSerializer, httpTransport(target));
  opened.push(one);
  return one;
}

const status = (code: number, body = '', headers: Record<string, string> = {}) => {
  answer = (response) => void response.writeHead(code, headers).end(body);
};

describe('an OTLP destination over HTTP', () => {
  it('posts what the serialiser made, with its headers', async () => {
    expect(await jsonTo().send([anySpan('seen')], 5_000)).toEqual({
      kind: 'taken',
      code: 200,
      rejected: 0,
      note: null,
    });
    expect(got[0]?.request).toMatchObject({ method: 'POST', url: '/v1/traces' });
    expect(got[0]?.request.headers).toMatchObject({ 'x-key': 'k', 'content-type': 'application/json' });
    expect(JSON.parse(String(got[0]?.body))).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'seen' }] }] }],
    });
  });

  it('compresses, and lets what authorises a request see its last bytes', async () => {
    let signed: Uint8Array | undefined;
    const authorise: HttpTarget['authorise'] = async ({ body }) => {
      signed = body;
      return { authorization: 'signed' };
    };
    await jsonTo({ compression: 'gzip', authorise }).send([anySpan('seen')], 5_000);
    expect(got[0]?.request.headers).toMatchObject({
      'content-encoding': 'gzip',
      authorization: 'signed',
    });
    expect(signed && Buffer.from(signed).equals(got[0]?.body ?? Buffer.of())).toBe(true);
    expect(gunzipSync(got[0]?.body ?? '').toString()).toContain('"name":"seen"');
  });

  it('reads partial success in JSON', async () => {
    status(202, '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}');
    expect(await jsonTo().send([anySpan(), anySpan()], 5_000)).toEqual({
      kind: 'taken',
      code: 202,
      rejected: 2,
      note: 'too old',
    });
  });

  it('reads partial success in protobuf', async () => {
    // ExportTraceServiceResponse { partial_success { rejected_spans: 1, error_message: "no" } }
    const bytes = Buffer.from([0x0a, 6, 0x08, 1, 0x12, 2, 0x6e, 0x6f]);
    answer = (response) => void response.end(bytes);
    const contentType = 'application/x-protobuf';
    const transport = httpTransport({ url, contentType, compression: 'none', headers: {}, guarded: false });
    const one = otlpDestination(ProtobufTraceSerializer, transport);
    opened.push(one);
    expect(await one.send([anySpan()], 5_000)).toMatchObject({ kind: 'taken', rejected: 1, note: 'no' });
  });

  it.each([400, 401, 403, 404, 415, 500, 301])('takes %i for final', async (code) => {
    status(code, 'why', { location: 'http://169.254.169.254/' });
    expect(await jsonTo().send([anySpan()], 5_000)).toEqual({ kind: 'refused', code, detail: 'why' });
    expect(got).toHaveLength(1);
  });

  it.each([429, 502, 503, 504])(
    'takes %i for passing, sends once and reads how long to wait',
    async (code) => {
      status(code, 'busy', { 'retry-after': '3' });
      expect(await jsonTo().send([anySpan()], 5_000)).toEqual({
        kind: 'later',
        code,
        detail: 'busy',
        afterMs: 3_000,
      });
      expect(got).toHaveLength(1);
    },
  );

  it('tells a batch that is too large', async () => {
    status(413, 'large');
    expect(await jsonTo().send([anySpan()], 5_000)).toMatchObject({ kind: 'too_large', code: 413 });
  });

  it('takes silence, a reset and a closed port for passing', async () => {
    answer = () => undefined;
    expect(await jsonTo().send([anySpan()], 50)).toMatchObject({ kind: 'later', code: 'timeout' });
    answer = (response) => void response.socket?.resetAndDestroy();
    expect(await jsonTo().send([anySpan()], 5_000)).toMatchObject({ kind: 'later', code: 'ECONNRESET' });
    await new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
    expect(await jsonTo().send([anySpan()], 5_000)).toMatchObject({ kind: 'later', code: 'ECONNREFUSED' });
  });

  it('connects to no private address that was entered at run time', async () => {
    expect(await jsonTo({ guarded: true }).send([anySpan()], 5_000)).toMatchObject({
      code: 'EPRIVATEADDRESS',
    });
    const named = url.replace('127.0.0.1', 'localhost');
    expect(await jsonTo({ guarded: true, url: named }).send([anySpan()], 5_000)).toMatchObject({
      code: 'EPRIVATEADDRESS',
    });
    expect(got).toHaveLength(0);
  });

  it('reads no more of an answer than it needs', async () => {
    answer = (response) => {
      response.writeHead(400);
      const more = () => void (response.destroyed || response.write('x'.repeat(60_000), more));
      more();
    };
    const delivery = await jsonTo().send([anySpan()], 5_000);
    expect(delivery).toMatchObject({ kind: 'refused', code: 400 });
    expect('detail' in delivery && delivery.detail.length).toBe(64 * 1024);
  });

  it('blames a span that cannot be written on nobody else', async () => {
    const broken = anySpan();
    Object.defineProperty(broken, 'links', { get: () => undefined });
    expect(await jsonTo().send([broken], 5_000)).toMatchObject({ kind: 'too_large', code: 'unserialisable' });
    expect(got).toHaveLength(0);
  });
});

describe('retryAfterMs', () => {
  it('reads seconds and dates', () => {
    expect(retryAfterMs('2')).toBe(2_000);
    expect(retryAfterMs(['0'])).toBe(0);
    expect(retryAfterMs(new Date(Date.now() - 60_000).toUTCString())).toBe(0);
    expect(retryAfterMs(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000);
    for (const text of [undefined, '', 'soon', '-1x']) expect(retryAfterMs(text)).toBeUndefined();
  });
});
