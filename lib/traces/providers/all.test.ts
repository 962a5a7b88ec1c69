import { generateKeyPairSync } from 'node:crypto';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { jwtVerify } from 'jose';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeSpans, partialSuccess } from '@/tests/support/otlp-proto';
import { anySpan } from '@/tests/support/spans';
import { outletsTo, startGrpcBackend, startHttpBackend, type Arrived } from '@/tests/support/trace-backend';
import { publishResource } from '../context';
import { httpTransport } from '../http-transport';
import { testDestination } from './test-destination';
import { checkConfig, PROVIDERS, type Configured } from './all';
import { fieldsOf } from './fields';

let http: Awaited<ReturnType<typeof startHttpBackend>>;
let grpc: Awaited<ReturnType<typeof startGrpcBackend>>;

beforeAll(async () => {
  publishResource(resourceFromAttributes({ 'service.name': 'sightline' }));
  [http, grpc] = await Promise.all([startHttpBackend(), startGrpcBackend()]);
});
beforeEach(() => {
  http.arrived.length = 0;
  grpc.arrived.length = 0;
  http.answer = { status: 200 };
  grpc.answer = Buffer.alloc(0);
  grpc.fail = null;
});
afterAll(async () => {
  grpc.stop();
  await http.stop();
});

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const SERVICE_ACCOUNT = {
  type: 'service_account',
  client_email: 'traces@my-project.iam.gserviceaccount.com',
  private_key_id: 'key-1',
  private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  token_uri: 'https://oauth2.googleapis.com/token',
};
const IKEY = '11111111-2222-3333-4444-555555555555';
const CONNECTION = `InstrumentationKey=${IKEY};IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/;LiveEndpoint=https://westeurope.livediagnostics.monitor.azure.com/`;

/** A configuration of each provider that is right. */
const GOOD: Record<string, Record<string, unknown>> = {
  datadog: { mode: 'direct', site: 'eu1', apiKey: 'dd-key-000000000000' },
  azure: { connectionString: CONNECTION },
  aws: {
    mode: 'direct',
    region: 'eu-west-1',
    accessKeyId: 'AKIDEXAMPLE00000',
    secretAccessKey: 'aws/secret+000000',
  },
  google: { projectId: 'my-project', serviceAccountJson: JSON.stringify(SERVICE_ACCOUNT) },
  grafana: { zone: 'prod-eu-west-2', instanceId: '123456', token: 'glc_token-000000' },
  newrelic: { region: 'eu', licenseKey: 'eu01xx0000NRAL' },
  splunk: { realm: 'eu0', token: 'splunk-token-000' },
  otlp: { endpoint: 'https://collector.example:4318' },
};

function configured(id: string, over: Record<string, unknown> = {}): Configured {
  const checked = checkConfig(id, { ...GOOD[id], ...over });
  if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
  return checked.configured;
}

function errorsOf(id: string, over: Record<string, unknown>): Record<string, string> {
  const checked = checkConfig(id, { ...GOOD[id], ...over });
  return checked.ok ? {} : checked.errors;
}

/** Sends one span and returns what became of it, where it was meant to go, and what arrived there. */
async function sendOne(one: Configured, ask?: typeof fetch) {
  const { outlets, meant } = outletsTo({ http: http.port, grpc: grpc.port }, ask);
  const destination = await one.create(outlets);
  const delivery = await destination.send([anySpan('sent', { a: 1 })], 5_000);
  await destination.shutdown();
  return { delivery, meant: meant[0], arrived: http.arrived[0] };
}

/** A stand-in for Google's token endpoint, which checks what was signed. */
const grants: URLSearchParams[] = [];
const google: typeof fetch = async (_, init) => {
  grants.push(new URLSearchParams(String(init?.body)));
  return Response.json({ access_token: 'ya29.access', expires_in: 3600, token_type: 'Bearer' });
};

describe('over HTTP', () => {
  it.each([
    ['datadog', 'https://otlp.datadoghq.eu/v1/traces', { 'dd-api-key': 'dd-key-000000000000' }],
    [
      'grafana',
      'https://otlp-gateway-prod-eu-west-2.grafana.net/otlp/v1/traces',
      { authorization: `Basic ${Buffer.from('123456:glc_token-000000').toString('base64')}` },
    ],
    ['newrelic', 'https://otlp.eu01.nr-data.net/v1/traces', { 'api-key': 'eu01xx0000NRAL' }],
    [
      'splunk',
      'https://ingest.eu0.observability.splunkcloud.com/v2/trace/otlp',
      { 'x-sf-token': 'splunk-token-000' },
    ],
    ['google', 'https://telemetry.googleapis.com/v1/traces', { authorization: 'Bearer ya29.access' }],
    ['otlp', 'https://collector.example:4318/v1/traces', {}],
  ])('%s gets protobuf, compressed, at its path, with its credential', async (id, url, headers) => {
    http.answer = { status: 202 };
    const { delivery, meant, arrived } = await sendOne(configured(id), google);
    expect(delivery).toMatchObject({ kind: 'taken', code: 202, rejected: 0 });
    expect(meant).toBe(url);
    expect(arrived?.path).toBe(new URL(url).pathname);
    expect(arrived?.headers).toMatchObject({
      ...headers,
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
    });
    expect(decodeSpans(arrived?.body ?? Buffer.of())).toMatchObject([
      { name: 'sent', attributes: { a: 1 }, resource: { 'service.name': 'sightline' } },
    ]);
  });

  it.each(['datadog', 'aws', 'google', 'grafana', 'newrelic', 'splunk', 'otlp'])(
    '%s: a partial success is told as one',
    async (id) => {
      http.answer = { status: 200, body: partialSuccess(1, 'too old') };
      const { delivery } = await sendOne(configured(id), google);
      expect(delivery).toMatchObject({ kind: 'taken', rejected: 1, note: 'too old' });
    },
  );

  it('custom: JSON, no compression, headers of the user’s own, a path of the user’s own', async () => {
    const one = configured('otlp', {
      protocol: 'http/json',
      compression: 'none',
      endpoint: 'https://collector.example/tenant/v1/traces',
      headers: { 'X-Scope': 'a b' },
    });
    const { meant, arrived } = await sendOne(one);
    expect(meant).toBe('https://collector.example/tenant/v1/traces');
    expect(arrived?.headers).toMatchObject({ 'x-scope': 'a b', 'content-type': 'application/json' });
    expect(arrived?.headers).not.toHaveProperty('content-encoding');
    expect(JSON.parse(String(arrived?.body))).toHaveProperty('resourceSpans');
  });

  it('datadog: trace metrics only when asked for', async () => {
    const { arrived } = await sendOne(configured('datadog', { computeStats: true }));
    expect(arrived?.headers).toMatchObject({ compute_stats: 'true' });
    expect((await sendOne(configured('datadog'))) && http.arrived[1]?.headers).not.toHaveProperty(
      'compute_stats',
    );
  });
});

describe('through an agent or collector of one’s own', () => {
  it.each(['datadog', 'aws'])('%s by gRPC, without a credential', async (id) => {
    const mode = id === 'aws' ? { mode: 'collector', region: 'eu-west-1' } : { mode: 'agent', site: 'eu1' };
    const checked = checkConfig(id, { ...mode, endpoint: 'http://beside:4317' });
    if (!checked.ok) throw new Error(JSON.stringify(checked.errors));
    const { delivery, meant } = await sendOne(checked.configured);
    expect(delivery).toMatchObject({ kind: 'taken', code: 'OK' });
    expect(meant).toBe('http://beside:4317');
    expect(decodeSpans(grpc.arrived[0]?.body ?? Buffer.of())).toMatchObject([{ name: 'sent' }]);
  });
});

describe('by gRPC', () => {
  it.each([
    ['grafana', 'https://otlp-gateway-prod-eu-west-2.grafana.net:443', 'authorization'],
    ['newrelic', 'https://otlp.eu01.nr-data.net:443', 'api-key'],
    ['splunk', 'https://ingest.eu0.signalfx.com:443', 'x-sf-token'],
    ['google', 'https://telemetry.googleapis.com:443', 'authorization'],
  ])('%s gets its spans and its credential', async (id, url, header) => {
    const { delivery, meant } = await sendOne(configured(id, { protocol: 'grpc' }), google);
    expect(delivery).toMatchObject({ kind: 'taken', code: 'OK', rejected: 0 });
    expect(meant).toBe(url);
    expect(grpc.arrived[0]?.headers[header]).toMatch(/.+/);
    expect(decodeSpans(grpc.arrived[0]?.body ?? Buffer.of())).toMatchObject([{ name: 'sent' }]);
  });

  const byGrpc = () => configured('otlp', { protocol: 'grpc', endpoint: 'https://collector.example:4317' });

  it('a partial success is told as one', async () => {
    grpc.answer = partialSuccess(1, 'too old');
    expect((await sendOne(byGrpc())).delivery).toMatchObject({ kind: 'taken', rejected: 1, note: 'too old' });
  });

  it.each([
    [16, 'UNAUTHENTICATED', 'refused'],
    [7, 'PERMISSION_DENIED', 'refused'],
    [3, 'INVALID_ARGUMENT', 'refused'],
    [12, 'UNIMPLEMENTED', 'refused'],
    [8, 'RESOURCE_EXHAUSTED', 'refused'],
    [14, 'UNAVAILABLE', 'later'],
    [4, 'DEADLINE_EXCEEDED', 'later'],
    [10, 'ABORTED', 'later'],
  ])('status %i (%s) is %s', async (code, name, kind) => {
    grpc.fail = { code, details: 'why' };
    expect((await sendOne(byGrpc())).delivery).toEqual({ kind, code: name, detail: 'why' });
    expect(grpc.arrived).toHaveLength(1);
  });

  it('a message that is too large may go in parts', async () => {
    grpc.fail = { code: 8, details: 'Received message larger than max (5 vs. 4)' };
    expect((await sendOne(byGrpc())).delivery).toMatchObject({ kind: 'too_large' });
  });

  it('nobody listening is passing', async () => {
    const { outlets } = outletsTo({ grpc: 1 });
    const destination = await byGrpc().create(outlets);
    expect(await destination.send([anySpan()], 5_000)).toMatchObject({ kind: 'later', code: 'UNAVAILABLE' });
    await destination.shutdown();
  });
});

describe('aws', () => {
  /** Signs the request that arrived as AWS's own library does, and returns the header. */
  async function signedByAws({ path, headers, raw }: Arrived): Promise<string | undefined> {
    const signed = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
    const date = String(headers['x-amz-date']);
    const [, year, month, day, hour, minute, second] =
      /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
    const signer = new SignatureV4({
      service: 'xray',
      region: 'eu-west-1',
      sha256: Sha256,
      applyChecksum: false,
      credentials: {
        accessKeyId: 'AKIDEXAMPLE00000',
        secretAccessKey: 'aws/secret+000000',
        ...(headers['x-amz-security-token'] ? { sessionToken: 'session-000' } : {}),
      },
    });
    const request = await signer.sign(
      {
        method: 'POST',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path,
        query: {},
        headers: Object.fromEntries(signed.map((name) => [name, String(headers[name])])),
        body: raw,
      },
      {
        signingDate: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
        signableHeaders: new Set(signed),
        unsignableHeaders: new Set(),
      },
    );
    return request.headers.authorization;
  }

  it.each([{}, { sessionToken: 'session-000' }])('is signed as AWS signs: %j', async (over) => {
    const { meant, arrived } = await sendOne(configured('aws', over));
    if (!arrived) throw new Error('nothing arrived');
    expect(meant).toBe('https://xray.eu-west-1.amazonaws.com/v1/traces');
    expect(arrived.headers['x-amz-security-token']).toBe(over.sessionToken);
    expect(arrived.headers.authorization).toMatch(/SignedHeaders=.*\bhost\b/);
    expect(arrived.headers.authorization).toBe(await signedByAws(arrived));
    expect(decodeSpans(arrived.body)).toMatchObject([{ name: 'sent' }]);
  });
});

describe('google', () => {
  it('asks for a token with what the key signed, once, and says which project', async () => {
    grants.length = 0;
    const destination = await configured('google', { quotaProject: 'billing-project' }).create(
      outletsTo({ http: http.port }, google).outlets,
    );
    await Promise.all([destination.send([anySpan()], 5_000), destination.send([anySpan()], 5_000)]);
    await destination.send([anySpan()], 5_000);
    await destination.shutdown();
    expect(grants).toHaveLength(1);
    const { payload, protectedHeader } = await jwtVerify(grants[0]?.get('assertion') ?? '', publicKey, {
      issuer: SERVICE_ACCOUNT.client_email,
      audience: 'https://oauth2.googleapis.com/token',
    });
    expect(payload.scope).toBe('https://www.googleapis.com/auth/trace.append');
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'key-1' });
    expect(http.arrived[0]?.headers['x-goog-user-project']).toBe('billing-project');
    expect(decodeSpans(http.arrived[0]?.body ?? Buffer.of())[0]?.resource).toMatchObject({
      'gcp.project_id': 'my-project',
      'service.name': 'sightline',
    });
  });

  it('no token is told as that, and may come later', async () => {
    const refuse: typeof fetch = async () => new Response('{"error":"invalid_grant"}', { status: 400 });
    const { delivery, arrived } = await sendOne(configured('google'), refuse);
    expect(delivery).toMatchObject({ kind: 'later', code: 'token', detail: '{"error":"invalid_grant"}' });
    expect(arrived).toBeUndefined();
  });
});

describe('azure', () => {
  const request = anySpan(
    'GET /x',
    { 'http.response.status_code': 200, 'url.full': 'https://a.example/x' },
    { kind: SpanKind.SERVER, duration: [90_061, 2_000_000] },
  );
  const dependency = anySpan(
    'tools/call echo',
    { 'server.address': 'b.example', 'server.port': 443, 'mcp.tool': 'echo', 'error.type': 'timeout' },
    {
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.ERROR, message: 'too slow' },
      parentSpanContext: request.spanContext(),
    },
  );

  async function send(...spans: (typeof request)[]) {
    const { outlets, meant } = outletsTo({ http: http.port });
    const destination = await configured('azure').create(outlets);
    const delivery = await destination.send(spans, 5_000);
    await destination.shutdown();
    return { delivery, meant: meant[0], envelopes: JSON.parse(String(http.arrived[0]?.body)) as unknown };
  }

  it('gets envelopes: what was asked of this process as requests, all else as dependencies', async () => {
    http.answer = { status: 200, body: '{"itemsReceived":2,"itemsAccepted":2,"errors":[]}' };
    const { delivery, meant, envelopes } = await send(request, dependency);
    expect(delivery).toEqual({ kind: 'taken', code: 200, rejected: 0, note: null });
    expect(meant).toBe('https://westeurope-5.in.applicationinsights.azure.com/v2.1/track');
    expect(envelopes).toMatchObject([
      {
        name: 'Microsoft.ApplicationInsights.Request',
        iKey: IKEY,
        tags: {
          'ai.operation.id': request.spanContext().traceId,
          'ai.cloud.role': 'sightline',
          'ai.cloud.roleInstance': 'one',
        },
        data: {
          baseType: 'RequestData',
          baseData: {
            id: request.spanContext().spanId,
            duration: '1.01:01:01.002000',
            responseCode: '200',
            success: true,
            url: 'https://a.example/x',
          },
        },
      },
      {
        tags: { 'ai.operation.parentId': request.spanContext().spanId },
        data: {
          baseType: 'RemoteDependencyData',
          baseData: {
            success: false,
            target: 'b.example:443',
            resultCode: 'timeout',
            type: 'MCP',
            properties: { 'mcp.tool': 'echo', 'otel.status_description': 'too slow' },
          },
        },
      },
    ]);
  });

  it('reads item by item what was rejected and what may come again', async () => {
    const errors = [
      { index: 0, statusCode: 400, message: 'bad name' },
      { index: 2, statusCode: 429, message: 'slow down' },
    ];
    http.answer = { status: 206, body: JSON.stringify({ itemsReceived: 3, itemsAccepted: 1, errors }) };
    const { delivery } = await send(request, dependency, request);
    expect(delivery).toEqual({ kind: 'taken', code: 206, rejected: 1, note: 'bad name', again: [2] });
  });

  it.each([
    [400, 'refused'],
    [401, 'refused'],
    [307, 'refused'],
    [413, 'too_large'],
    [408, 'later'],
    [429, 'later'],
    [439, 'later'],
    [500, 'later'],
    [503, 'later'],
  ])('status %i is %s', async (status, kind) => {
    http.answer = { status, headers: status === 307 ? { location: 'https://elsewhere.example/' } : {} };
    expect((await send(request)).delivery.kind).toBe(kind);
  });
});

describe('TLS of one’s own', () => {
  it('trusts the CA that is given and shows the client certificate', async () => {
    const names = [{ name: 'commonName', value: 'localhost' }];
    const made = await generate(names, {
      clientCertificate: true,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', keyCertSign: true, digitalSignature: true, keyEncipherment: true },
        { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
      ],
    });
    const backend = await startHttpBackend({
      key: made.private,
      cert: made.cert,
      ca: made.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const endpoint = `https://localhost:${backend.port}`;
    const send = async (over: Record<string, unknown>) => {
      const destination = await configured('otlp', { endpoint, ...over }).create({
        ...outletsTo({}).outlets,
        http: (target) => httpTransport({ ...target, guarded: false }),
      });
      const delivery = await destination.send([anySpan()], 5_000);
      await destination.shutdown();
      return delivery;
    };
    const own = { ca: made.cert, clientCertificate: made.clientcert, clientKey: made.clientprivate };
    expect(await send(own)).toMatchObject({ kind: 'taken', code: 200 });
    expect(await send({})).toMatchObject({ kind: 'later', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(await send({ ca: made.cert })).toMatchObject({ kind: 'later' });
    expect(backend.arrived).toHaveLength(1);
    await backend.stop();
  });
});

describe('what is refused before anything is saved', () => {
  it.each<[string, Record<string, unknown>, string, RegExp]>([
    ['otlp', { headers: { 'X-A': 'a\r\nX-B: c' } }, 'headers', /line breaks/],
    ['otlp', { headers: { 'X A': 'a' } }, 'headers', /X A is not a header name/],
    ['otlp', { headers: { Host: 'a' } }, 'headers', /Host is set by the gateway/],
    ['otlp', { endpoint: 'ftp://a.example' }, 'endpoint', /http/],
    ['otlp', { endpoint: 'https://u:p@a.example' }, 'endpoint', /user/],
    ['otlp', { endpoint: 'https://a.example/?token=1' }, 'endpoint', /query/],
    ['otlp', { endpoint: '' }, 'endpoint', /needed/],
    ['otlp', { clientKey: '-----BEGIN PRIVATE KEY-----\nx' }, 'clientCertificate', /together/],
    ['otlp', { ca: 'no pem' }, 'ca', /PEM/],
    ['otlp', { protocol: 'smoke' }, 'protocol', /one of/],
    ['otlp', { extra: 1 }, 'extra', /no field/],
    ['datadog', { site: 'mars1' }, 'site', /one of: us1/],
    ['datadog', { apiKey: 'a\nb' }, 'apiKey', /printable/],
    ['datadog', { mode: 'smoke' }, 'mode', /./],
    ['azure', { connectionString: 'nonsense' }, 'connectionString', /name=value/],
    [
      'azure',
      { connectionString: 'IngestionEndpoint=https://a.example' },
      'connectionString',
      /no InstrumentationKey/,
    ],
    ['azure', { connectionString: 'InstrumentationKey=1' }, 'connectionString', /UUID/],
    [
      'azure',
      { connectionString: `InstrumentationKey=${IKEY};IngestionEndpoint=http://a.example` },
      'connectionString',
      /https/,
    ],
    ['aws', { region: 'moon-1' }, 'region', /one of/],
    ['aws', { accessKeyId: 'short' }, 'accessKeyId', /capital/],
    ['google', { serviceAccountJson: '{' }, 'serviceAccountJson', /not JSON/],
    ['google', { serviceAccountJson: '{"type":"authorized_user"}' }, 'serviceAccountJson', /service account/],
    [
      'google',
      { serviceAccountJson: JSON.stringify({ ...SERVICE_ACCOUNT, token_uri: 'http://169.254.169.254/' }) },
      'serviceAccountJson',
      /token_uri/,
    ],
    ['google', { projectId: 'My Project' }, 'projectId', /project ID/],
    ['grafana', { token: 'glsa_abc' }, 'token', /service account token/],
    ['grafana', { instanceId: 'abc' }, 'instanceId', /number/],
    ['newrelic', { licenseKey: 'NRAK-abc' }, 'licenseKey', /user key/],
    ['splunk', { realm: 'xx9' }, 'realm', /one of/],
    ['splunk', { token: undefined }, 'token', /needed/],
    ['smoke', {}, 'provider', /known/],
  ])('%s %j', (id, over, field, sentence) => {
    expect(errorsOf(id, over)).toEqual({ [field]: expect.stringMatching(sentence) as string });
  });
});

describe('every provider', () => {
  it('has what a form and the documentation need', () => {
    expect(PROVIDERS.map(({ id }) => id)).toEqual(Object.keys(GOOD));
    for (const { schema, title, summary, docs, modes } of PROVIDERS) {
      const fields = fieldsOf(schema);
      expect(fields.length).toBeGreaterThan(0);
      for (const { label, help, mode } of fields) {
        expect([label, help].every((text) => text.length > 0)).toBe(true);
        expect(mode === null ? modes : Object.keys(modes ?? {})).toSatisfy(
          (one) => one === null || one.includes(mode),
        );
      }
      expect([title, summary, docs].every((text) => text.length > 0)).toBe(true);
    }
  });

  it.each(Object.keys(GOOD))('%s: knows its credentials, its addresses and where a trace is', (id) => {
    const { secrets, addresses, traceUrl, config } = configured(id);
    const secretFields = PROVIDERS.filter((one) => one.id === id).flatMap(({ schema }) => fieldsOf(schema));
    const given = Object.entries(config as object).filter(([name]) =>
      secretFields.some((field) => field.name === name && field.kind === 'secret'),
    );
    expect(secrets).toEqual(expect.arrayContaining(given.map(([, value]: [string, unknown]) => value)));
    expect(Object.values(addresses).every((one) => URL.canParse(one))).toBe(true);
    if (traceUrl !== null) expect(traceUrl).toContain('{trace_id}');
  });
});

describe('a test of a destination', () => {
  const test = async (id: string, over: Record<string, unknown> = {}) =>
    testDestination(configured(id, over), outletsTo({ http: http.port, grpc: grpc.port }, google).outlets);

  it('sends one span, which is found by its trace id', async () => {
    http.answer = { status: 202 };
    const result = await test('newrelic');
    expect(result).toMatchObject({ ok: true, code: 202, rejected: 0, said: '' });
    expect(result.latencyMs).toBeGreaterThanOrEqual(0);
    expect(decodeSpans(http.arrived[0]?.body ?? Buffer.of())).toMatchObject([
      { name: 'telemetry.test', traceId: result.traceId },
    ]);
  });

  it('is not passed by a partial success', async () => {
    http.answer = { status: 200, body: partialSuccess(1, 'attribute too long') };
    expect(await test('grafana')).toMatchObject({
      ok: false,
      rejected: 1,
      advice: expect.stringContaining('partial success') as string,
      said: 'attribute too long',
    });
  });

  it.each<[string, number, string]>([
    ['datadog', 403, 'OTLP intake'],
    ['grafana', 401, 'traces:write'],
    ['newrelic', 403, 'LICENSE'],
    ['splunk', 401, 'INGEST'],
    ['google', 403, 'Telemetry API'],
    ['aws', 403, 'AWSXrayWriteOnlyAccess'],
    ['aws', 200, 'Transaction Search'],
    ['azure', 400, 'instrumentation key'],
    ['otlp', 404, 'path'],
    ['otlp', 415, 'protocol'],
    ['otlp', 429, 'quota'],
    ['otlp', 302, 'redirects'],
  ])('%s, status %i: says what to do', async (id, status, sentence) => {
    http.answer = { status };
    const { advice, code } = await test(id);
    expect(code).toBe(status);
    expect(advice).toContain(sentence);
  });

  it('says nothing of the credential, also when the destination says it back', async () => {
    http.answer = { status: 401, body: 'invalid token splunk-token-000 given' };
    const { said } = await test('splunk');
    expect(said).toBe('invalid token *** given');
  });

  it('refuses a private address that was entered at run time', async () => {
    const result = await testDestination(configured('otlp', { endpoint: `http://127.0.0.1:${http.port}` }));
    expect(result).toMatchObject({ ok: false, code: 'EPRIVATEADDRESS' });
    expect(http.arrived).toHaveLength(0);
    const byGrpc = { protocol: 'grpc', endpoint: `http://localhost:${grpc.port}` };
    expect(await testDestination(configured('otlp', byGrpc))).toMatchObject({
      ok: false,
      code: 'EPRIVATEADDRESS',
    });
    expect(grpc.arrived).toHaveLength(0);
  });
});
