import { mkdtempSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEverything } from '../scripts/support/everything.mjs';
import { startOtlpReceiver } from '../scripts/support/otlp-receiver.mjs';
import {
  BOOTSTRAP_KEY,
  freePort,
  METRICS_TOKEN,
  startProduct,
  type Product,
} from '../scripts/support/product.mjs';
import { EXACT_RESULT, startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import {
  eventually,
  openDatabase,
  post,
  rowsOf,
  scrape,
  toolCall,
  total,
  type AuditRow,
  type PostOptions,
} from './support/calls';

const UPSTREAM_SECRET = 'upstream-credential-0123456789';
const GITHUB_TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
const MAX_BODY_BYTES = 64 * 1024;

let requestNumber = 0;
const newRequestId = () => `req-${process.pid}-${(requestNumber += 1)}`;

// The same promises hold on both lanes: in front of Next, and through Next's route handlers.
describe.each(['direct', 'route'] as const)('a call on the %s lane', (lane) => {
  let product: Product;
  let upstream: Upstream;
  let everything: { url: string; stop: () => void };
  let otlp: Awaited<ReturnType<typeof startOtlpReceiver>>;
  let database: pg.Client;

  beforeAll(async () => {
    [upstream, everything, otlp] = await Promise.all([
      startUpstream(),
      startEverything(),
      startOtlpReceiver(),
    ]);
    const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-config-')), 'mcp.json');
    const headers = { Authorization: `Bearer ${UPSTREAM_SECRET}` };
    writeFileSync(
      config,
      JSON.stringify({
        mcpServers: {
          test: { url: upstream.url, headers },
          everything: { url: everything.url },
          down: { url: `http://127.0.0.1:${await freePort()}/mcp` },
          off: { command: 'npx', args: ['some-server'], disabled: true },
        },
      }),
    );
    product = await startProduct({
      lane,
      env: {
        MCP_CONFIG: config,
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
        UPSTREAM_TIMEOUT_MS: '700',
        STREAM_SILENCE_MS: '700',
        MAX_BODY_BYTES: String(MAX_BODY_BYTES),
      },
    });
    database = await openDatabase(product);
  });

  afterAll(async () => {
    await database?.end();
    await product?.stop();
    product?.cleanUp();
    everything?.stop();
    await Promise.all([upstream?.stop(), otlp?.stop()]);
  });

  /** The one row of a request id; fails when there are none or several. */
  async function theRow(requestId: string): Promise<AuditRow> {
    const rows = await eventually(async () => {
      const found = await rowsOf(database, requestId);
      return found.length > 0 ? found : undefined;
    }, `an audit row for ${requestId}`);
    expect(rows).toHaveLength(1);
    return rows[0] as AuditRow;
  }

  const theLine = (requestId: string) =>
    eventually(
      () => product.logLines().find((line) => line.request_id === requestId && line.msg === 'mcp call'),
      `a log line for ${requestId}`,
    );

  /** Calls a tool of the test upstream under a fresh request id. */
  async function call(tool: string, args: unknown = {}, options: PostOptions = {}) {
    const requestId = newRequestId();
    const { id, body } = toolCall(tool, args);
    const answer = await post(product, body, {
      ...options,
      headers: { 'x-request-id': requestId, ...options.headers },
    });
    return { requestId, id, body, answer };
  }

  /** A call that fails leaves one row, one line and one error, which agree; and the gateway lives on. */
  async function expectFailure(
    outcome: string,
    category: string,
    act: (requestId: string) => Promise<unknown>,
  ): Promise<AuditRow> {
    const before = await scrape(product);
    const requestId = newRequestId();
    await act(requestId);
    const row = await theRow(requestId);
    expect({ outcome: row.outcome, category: row.error_category }).toEqual({ outcome, category });
    const line = await theLine(requestId);
    expect(line).toMatchObject({
      status: outcome,
      error_category: category,
      trace_id: row.trace_id,
      span_id: row.span_id,
      call_id: row.id,
    });
    const after = await scrape(product);
    const label = `errors_total{category="${category}"}`;
    expect((after[label] ?? 0) - (before[label] ?? 0)).toBe(1);
    expect(total(after, 'tool_calls_total') - total(before, 'tool_calls_total')).toBe(1);
    expect((await call('echo')).answer.status).toBe(200);
    return row;
  }

  describe('is seen four ways that agree', () => {
    const clients = {
      '2.x': async () => {
        const client = new ClientV2({ name: 'client-two', version: '2' });
        await client.connect(new TransportV2(new URL(`${product.url}/mcp/everything`), transportOptions()));
        return client;
      },
      '1.x': async () => {
        const client = new ClientV1({ name: 'client-one', version: '1' });
        await client.connect(
          new TransportV1(new URL(`${product.url}/mcp/everything`), transportOptions()) as never,
        );
        return client;
      },
    };
    const transportOptions = () => ({
      requestInit: { headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` } },
    });
    const echo = (
      client: { callTool: (params: never) => Promise<unknown> },
      args: object,
      meta: object = {},
    ) => client.callTool({ name: 'echo', arguments: args, ...meta } as never);

    it.each(['2.x', '1.x'] as const)('with the official client %s', async (version) => {
      const client = await clients[version]();
      const before = await scrape(product);
      const parent = `4bf92f3577b34da6a3ce929d0e0e${version === '2.x' ? '2222' : '1111'}`;
      await echo(
        client,
        { message: `hello ${lane} ${version}` },
        { _meta: { traceparent: `00-${parent}-00f067aa0ba902b7-01` } },
      );
      await client.close();

      const rows = await database.query<AuditRow>('SELECT * FROM tool_call_logs WHERE trace_id = $1', [
        parent,
      ]);
      expect(rows.rows).toHaveLength(1);
      const row = rows.rows[0] as AuditRow;
      expect(row).toMatchObject({
        server: 'everything',
        tool: 'echo',
        method: 'tools/call',
        outcome: 'ok',
        key_name: 'bootstrap',
      });

      const after = await scrape(product);
      const label = 'tool_calls_total{server="everything",tool="echo",status="ok",source="server"}';
      expect((after[label] ?? 0) - (before[label] ?? 0)).toBe(1);

      const lines = product.logLines().filter((line) => line.trace_id === parent);
      expect(await theLine(row.request_id)).toMatchObject({
        trace_id: parent,
        span_id: row.span_id,
        status: 'ok',
      });
      expect(lines.length).toBeLessThanOrEqual(1);

      const spans = await eventually(() => {
        const found = otlp.spans.filter((span) => span.traceId === parent);
        return found.some((span) => span.name === 'INSERT tool_call_logs') ? found : undefined;
      }, 'the trace');
      const server = spans.find((span) => span.name === 'tools/call echo' && span.kind === 2);
      const upstreamSide = spans.find((span) => span.name === 'tools/call echo' && span.kind === 3);
      expect(server).toMatchObject({ parentSpanId: '00f067aa0ba902b7', spanId: row.span_id });
      expect(upstreamSide?.parentSpanId).toBe(server?.spanId);
      expect(spans.find((span) => span.name === 'POST' && span.kind === 3)?.parentSpanId).toBe(
        upstreamSide?.spanId,
      );
      for (const span of [server, upstreamSide]) {
        expect(span?.attributes).toMatchObject({
          'mcp.server': 'everything',
          'mcp.tool': 'echo',
          'mcp.status': 'ok',
          'mcp.method.name': 'tools/call',
          'gen_ai.tool.name': 'echo',
          'gen_ai.operation.name': 'execute_tool',
        });
      }
    });

    it('with a secret in none of them', async () => {
      const secret = 'zebra-crossing-at-midnight-77';
      const { requestId, answer } = await call('echo', {
        token: secret,
        message: `use ${GITHUB_TOKEN} please`,
      });
      expect(answer.text).toContain(GITHUB_TOKEN); // the agent's own answer is untouched

      const row = await theRow(requestId);
      expect(JSON.parse(row.arguments ?? '')).toEqual({ token: '***', message: 'use *** please' });
      expect(row.response).toContain('***');
      await theLine(requestId);
      await eventually(() => otlp.spans.find((span) => span.spanId === row.span_id), 'the span');

      const metricsText = JSON.stringify(await scrape(product));
      const everythingStored = await database.query<{ text: string }>(
        `SELECT string_agg(t::text, ' ') AS text FROM tool_call_logs t`,
      );
      for (const place of [
        product.output(),
        otlp.bodies.join(),
        metricsText,
        everythingStored.rows[0]?.text ?? '',
      ]) {
        expect(place).not.toContain(secret);
        expect(place).not.toContain(GITHUB_TOKEN);
      }
    });

    it('with secrets in names, ids and errors masked as well', async () => {
      const before = await scrape(product);
      const { requestId } = await call(`tool_${GITHUB_TOKEN}`);
      const row = await theRow(requestId);
      expect(row.tool).not.toContain('ghp_');
      const failing = await call('rpc_error');
      expect((await theRow(failing.requestId)).error_message).toBe('connect failed: password=***');
      // A name that a caller made up is no label.
      const after = await scrape(product);
      expect(Object.keys(after).join()).not.toContain('ghp_');
      expect(total(after, 'tool_calls_total') - total(before, 'tool_calls_total')).toBe(2);
    });

    it('with characters that PostgreSQL does not take', async () => {
      const name = 'delete\0all';
      const asKey = await call('echo', { [name]: 1 });
      expect((await theRow(asKey.requestId)).arguments).toContain('delete\\u0000all');
      const asTool = await call(name);
      expect(JSON.parse(asTool.answer.text)).toMatchObject({ id: asTool.id, error: {} });
      expect(await theRow(asTool.requestId)).toMatchObject({
        tool: 'delete\ufffdall',
        outcome: 'protocol_error',
      });
    });

    it('and continues the trace of the HTTP header when there is no _meta', async () => {
      const trace = '0af7651916cd43dd8448eb211c80319c';
      const { requestId } = await call(
        'echo',
        {},
        { headers: { traceparent: `00-${trace}-b7ad6b7169203331-00` } },
      );
      expect((await theRow(requestId)).trace_id).toBe(trace);
      const sent = upstream.received.at(-1);
      expect(sent?.headers.traceparent).toMatch(new RegExp(`^00-${trace}-`));
      expect(sent?.headers.traceparent).not.toContain('b7ad6b7169203331');
    });
  });

  describe('passes bytes through', () => {
    it.each(['exact', 'exact_sse'])('of the answer unchanged (%s)', async (tool) => {
      const { id, answer, requestId } = await call(tool);
      const exact = EXACT_RESULT.replace('ID', String(id));
      expect(answer.text).toBe(tool === 'exact' ? exact : `event: message\r\ndata: ${exact}\r\n\r\n`);
      expect((await theRow(requestId)).response).toContain('12345678901234567890');
    });

    it('of the request unchanged but for the trace context', async () => {
      const body = `{ "params" : {"arguments":{"n":12345678901234567890,"s":"\\u00e9\\/"} , "name":"echo"},\n "id":"x-1","method":"tools/call","jsonrpc":"2.0","extra":[1 ,2]}`;
      const answer = await post(product, body);
      expect(answer.status).toBe(200);
      const sent = upstream.received.at(-1)?.body ?? '';
      const inserted = /"_meta":\{"traceparent":"00-[0-9a-f]{32}-[0-9a-f]{16}-01"\},/;
      expect(sent).toMatch(inserted);
      expect(sent.replace(inserted, '')).toBe(body);
    });

    it('with the caller’s own baggage, its span replaced by the gateway’s', async () => {
      const traceparent = '00-11111111111111111111111111111111-2222222222222222-01';
      const body = `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"echo","_meta":{"baggage":"user=secret","traceparent":"${traceparent}","keep":1}}}`;
      await post(product, body);
      const sent = upstream.received.at(-1)?.body ?? '';
      expect(sent).toContain('00-11111111111111111111111111111111-');
      expect(sent).not.toContain('2222222222222222');
      expect(JSON.parse(sent).params._meta.baggage).toBe('user=secret');
      expect(JSON.parse(sent).params._meta.keep).toBe(1);
    });

    it.each(['big_json', 'big_sse', 'many_chunks'])('of long and of chopped answers (%s)', async (tool) => {
      const { answer, requestId, id } = await call(tool);
      const json =
        tool === 'big_sse' ? answer.text.slice('event: message\ndata: '.length).trim() : answer.text;
      expect(JSON.parse(json)).toMatchObject({ id });
      const row = await theRow(requestId);
      expect(row.outcome).toBe('ok');
      expect(row.truncated).toBe(tool !== 'many_chunks');
    });

    it('as they come: progress arrives while the tool still runs, the result in one piece', async () => {
      const { body, id } = toolCall('progress');
      const answer = await fetch(`${product.url}/mcp/test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'content-type': 'application/json' },
        body,
      });
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      const pieces: string[] = [];
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        pieces.push(Buffer.from(value).toString('utf8'));
      }
      expect(pieces.length).toBeGreaterThanOrEqual(4);
      expect(pieces[0]).toContain('"progress":1');
      expect(pieces[0]).not.toContain('"progress":2');
      expect(pieces.join('')).toContain(`"id":${id},"result":{"content":[{"type":"text","text":"done é"}]}`);
    });

    it('even when the upstream leaves the stream open after its answer', async () => {
      const controller = new AbortController();
      const requestId = newRequestId();
      const { body } = toolCall('keep_open');
      const answer = await fetch(`${product.url}/mcp/test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'x-request-id': requestId },
        body,
        signal: controller.signal,
      });
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      expect(Buffer.from((await reader.read()).value ?? []).toString()).toContain('"result"');
      expect((await theRow(requestId)).outcome).toBe('ok'); // on record before the answer left
      controller.abort();
    });

    it('but neither the agent’s credential, nor cookies, nor what proxies add', async () => {
      const { answer } = await call(
        'cookie',
        {},
        { headers: { cookie: 'a=b', 'x-forwarded-for': '1.2.3.4', 'x-api-key': 'k' } },
      );
      const sent = upstream.received.at(-1)?.headers;
      expect(sent?.authorization).toBe(`Bearer ${UPSTREAM_SECRET}`);
      expect(JSON.stringify(sent)).not.toContain(BOOTSTRAP_KEY);
      for (const name of ['cookie', 'x-forwarded-for', 'x-api-key', 'baggage'])
        expect(sent?.[name]).toBeUndefined();
      expect(answer.headers.get('set-cookie')).toBeNull();
    });
  });

  describe('tells outcomes apart', () => {
    it.each([
      ['tool_error', 'tool_error', 'tool_error'],
      ['late_error', 'tool_error', 'tool_error'],
      ['rpc_error', 'protocol_error', 'jsonrpc_error'],
      ['http_500', 'upstream_error', 'upstream_http_error'],
      ['html', 'upstream_error', 'upstream_invalid_answer'],
      ['wrong_id', 'upstream_error', 'upstream_invalid_answer'],
      ['gzip', 'upstream_error', 'upstream_invalid_answer'],
      ['redirect', 'upstream_error', 'upstream_invalid_answer'],
      ['unauthorized', 'upstream_error', 'upstream_refused_credential'],
      ['hang', 'timeout', 'upstream_timeout'],
      ['hang_sse', 'timeout', 'upstream_timeout'],
      ['die_before', 'upstream_error', 'upstream_broken'],
      ['die_json', 'upstream_error', 'upstream_broken'],
      ['die_sse', 'upstream_error', 'upstream_broken'],
      ['end_sse', 'upstream_error', 'upstream_broken'],
    ])('%s → %s', async (tool, outcome, category) => {
      await expectFailure(outcome, category, async (requestId) => {
        const { body } = toolCall(tool);
        await post(product, body, { headers: { 'x-request-id': requestId } });
      });
    });

    it('and says what the tool said', async () => {
      const { requestId } = await call('tool_error');
      expect((await theRow(requestId)).error_message).toBe('it did not work');
    });

    it('a stream that breaks off ends with a JSON-RPC error for the same id', async () => {
      const { answer, id } = await call('die_sse');
      expect(answer.status).toBe(200);
      const last = answer.text.trim().split('\n').at(-1) ?? '';
      expect(JSON.parse(last.slice('data: '.length))).toMatchObject({ id, error: { code: 50201 } });
    });

    it('a JSON answer that breaks off early becomes a 502', async () => {
      const { answer, id } = await call('die_json');
      expect(answer.status).toBe(502);
      expect(JSON.parse(answer.text)).toMatchObject({ id, error: { code: 50201 } });
    });

    it('a long JSON answer that breaks off is cut, so that nobody takes it for whole', async () => {
      await expectFailure('upstream_error', 'upstream_broken', async (requestId) => {
        const { body } = toolCall('die_big_json');
        await expect(post(product, body, { headers: { 'x-request-id': requestId } })).rejects.toThrow();
      });
    });

    it('an upstream that is down → 502', async () => {
      await expectFailure('upstream_error', 'upstream_unreachable', async (requestId) => {
        const { body, id } = toolCall('echo');
        const answer = await post(product, body, { server: 'down', headers: { 'x-request-id': requestId } });
        expect(answer.status).toBe(502);
        expect(JSON.parse(answer.text)).toMatchObject({ jsonrpc: '2.0', id, error: { code: 50200 } });
      });
      expect((await scrape(product))['server_status{server="down"}']).toBe(0);
    });

    it('an upstream that hangs → 504', async () => {
      const { answer, id } = await call('hang');
      expect(answer.status).toBe(504);
      expect(JSON.parse(answer.text)).toMatchObject({ id, error: { code: 50400 } });
    });

    it('a client that goes away → cancelled, and the upstream is told', async () => {
      const before = upstream.aborted();
      await expectFailure('cancelled', 'client_gone', async (requestId) => {
        const controller = new AbortController();
        const pending = post(product, toolCall('hang').body, {
          headers: { 'x-request-id': requestId },
          signal: controller.signal,
        });
        setTimeout(() => controller.abort(), 150);
        await expect(pending).rejects.toThrow();
      });
      await eventually(
        () => (upstream.aborted() > before ? true : undefined),
        'the upstream’s request aborted',
      );
    });
  });

  describe('is refused', () => {
    const send = (body: string, options: PostOptions) => async (requestId: string) =>
      post(product, body, { ...options, headers: { ...options.headers, 'x-request-id': requestId } });

    it.each([
      ['no key', { key: null }, 401, 'unauthenticated'],
      ['a wrong key', { key: 'slk_wrong' }, 401, 'unauthenticated'],
      ['a malformed key', { headers: { authorization: 'Bearer %' }, key: null }, 401, 'unauthenticated'],
      ['an unknown server', { server: 'nowhere' }, 404, 'unknown_server'],
      ['a server that is switched off', { server: 'off' }, 404, 'unknown_server'],
      ['a page of another origin', { headers: { origin: 'https://evil.example' } }, 403, 'forbidden_origin'],
    ] as const)('with %s', async (_name, options, status, category) => {
      await expectFailure('denied', category, async (requestId) => {
        const answer = await send(toolCall('echo').body, options as PostOptions)(requestId);
        expect(answer.status).toBe(status);
        expect(JSON.parse(answer.text)).toMatchObject({
          jsonrpc: '2.0',
          error: { message: expect.any(String) },
        });
        if (status === 401) expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      });
    });

    it('with a foreign Host (DNS rebinding)', async () => {
      await expectFailure('denied', 'forbidden_origin', async (requestId) => {
        const url = new URL(product.url);
        const status = await new Promise((resolve) => {
          httpRequest(
            {
              host: url.hostname,
              port: url.port,
              path: '/mcp/test',
              method: 'POST',
              headers: {
                host: 'rebound.example',
                authorization: `Bearer ${BOOTSTRAP_KEY}`,
                'x-request-id': requestId,
              },
            },
            (answer) => resolve(answer.statusCode),
          ).end(toolCall('echo').body);
        });
        expect(status).toBe(403);
      });
    });

    const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":${'['.repeat(4000)}${']'.repeat(4000)}}}`;
    it.each([
      ['invalid JSON', '{"jsonrpc":"2.0",', 400, -32700, 'invalid_json'],
      ['an empty body', '', 400, -32700, 'invalid_json'],
      ['a batch', '[]', 400, -32600, 'invalid_request'],
      ['neither method nor result', '{"jsonrpc":"2.0","id":1}', 400, -32600, 'invalid_request'],
      [
        'a name twice',
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","\\u006eame":"b"}}',
        400,
        -32600,
        'invalid_request',
      ],
      ['4,000 levels of nesting', deep, 400, -32600, 'invalid_request'],
    ])('with %s', async (_name, body, status, code, category) => {
      await expectFailure('protocol_error', category, async (requestId) => {
        const answer = await send(body, {})(requestId);
        expect(answer.status).toBe(status);
        expect(JSON.parse(answer.text)).toMatchObject({ error: { code } });
      });
    });

    it.each([
      ['by its declared length', false],
      ['as it streams in', true],
    ])('with a body over the cap, %s', async (_name, chunked) => {
      await expectFailure('protocol_error', 'request_too_large', async (requestId) => {
        const body = toolCall('echo', { message: 'x'.repeat(MAX_BODY_BYTES) }).body;
        const answer = await fetch(`${product.url}/mcp/test`, {
          method: 'POST',
          headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'x-request-id': requestId },
          ...(chunked ? { body: new Blob([body]).stream(), duplex: 'half' } : { body }),
        } as RequestInit);
        expect(answer.status).toBe(413);
      });
    });

    it('with headers that tell another story than the body', async () => {
      await expectFailure('protocol_error', 'header_mismatch', async (requestId) => {
        const answer = await send(toolCall('echo').body, { headers: { 'mcp-name': 'other' } })(requestId);
        expect(answer.status).toBe(400);
        expect(JSON.parse(answer.text)).toMatchObject({ error: { code: -32020 } });
      });
    });

    it('without the upstream ever hearing of it', async () => {
      const before = upstream.received.length;
      await post(product, toolCall('echo').body, { key: null });
      await post(product, '{', {});
      expect(upstream.received.length).toBe(before);
    });
  });

  describe('keeps legacy sessions', () => {
    const initialize = JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
    });

    it('sealed: the agent never sees the upstream’s id, the upstream gets its own back', async () => {
      const opened = await post(product, initialize);
      const session = opened.headers.get('mcp-session-id') ?? '';
      expect(session).not.toBe('');
      expect(session).not.toContain('upstream-session');
      await call('echo', {}, { headers: { 'mcp-session-id': session } });
      expect(upstream.received.at(-1)?.headers['mcp-session-id']).toBe('upstream-session-1');
      const named = await database.query(
        `SELECT client_name, client_version FROM tool_call_logs WHERE session_hash IS NOT NULL`,
      );
      expect(named.rows).toContainEqual({ client_name: 'c', client_version: '1' });
      const ended = await fetch(`${product.url}/mcp/test`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'mcp-session-id': session },
      });
      expect(ended.status).toBe(200);
    });

    it('and answers 404 to one that it did not give out', async () => {
      await expectFailure('denied', 'unknown_session', async (requestId) => {
        const { body } = toolCall('echo');
        const answer = await post(product, body, {
          headers: { 'mcp-session-id': 'stolen', 'x-request-id': requestId },
        });
        expect(answer.status).toBe(404);
      });
    });

    it('streams GET until the client leaves', async () => {
      const controller = new AbortController();
      const answer = await fetch(`${product.url}/mcp/test`, {
        headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, accept: 'text/event-stream' },
        signal: controller.signal,
      });
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      let seen = '';
      // Longer than UPSTREAM_TIMEOUT_MS would be no matter: silence is normal on this stream.
      while (!seen.includes('notifications/message'))
        seen += Buffer.from((await reader.read()).value ?? []).toString();
      expect((await scrape(product))['active_connections{server="test"}']).toBe(1);
      controller.abort();
      await eventually(
        async () => ((await scrape(product))['active_connections{server="test"}'] === 0 ? true : undefined),
        'the connection given free',
      );
    });
  });

  if (lane === 'direct') {
    const raw = (requestId: string, tool: string, more = '') => {
      const { body } = toolCall(tool);
      const head = [
        'POST /mcp/test HTTP/1.1',
        `host: ${new URL(product.url).host}`,
        `authorization: Bearer ${BOOTSTRAP_KEY}`,
        'content-type: application/json',
        `content-length: ${body.length}`,
        `x-request-id: ${requestId}`,
      ].join('\r\n');
      return `${head}\r\n${more}\r\n${body}`;
    };
    const open = () => connect(Number(new URL(product.url).port), '127.0.0.1');

    it('is told that the client has gone, also behind another call on its connection', async () => {
      const [first, second] = [newRequestId(), newRequestId()];
      const before = upstream.aborted();
      const socket = open();
      socket.write(raw(first, 'hang') + raw(second, 'hang'));
      setTimeout(() => socket.destroy(), 150);
      expect((await theRow(first)).outcome).toBe('cancelled');
      expect((await theRow(second)).outcome).toBe('cancelled');
      await eventually(
        () => (upstream.aborted() === before + 2 ? true : undefined),
        'both requests to the upstream aborted',
      );
    });

    it('is answered though it offers an upgrade to HTTP/2', async () => {
      // Next starts to listen for upgrades with the first request that it serves.
      expect((await fetch(`${product.url}/api/v1/health`)).status).toBe(200);
      const socket = open();
      const requestId = newRequestId();
      const offer = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n';
      socket.write(raw(requestId, 'echo', offer));
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
      expect((await theRow(requestId)).outcome).toBe('ok');
    });
  }

  it('carries X-Request-ID: the caller’s when usable, else a new one', async () => {
    const kept = await post(product, toolCall('echo').body, { headers: { 'x-request-id': 'Abc.1_2-3' } });
    expect(kept.headers.get('x-request-id')).toBe('Abc.1_2-3');
    const replaced = await post(product, toolCall('echo').body, { headers: { 'x-request-id': 'a b' } });
    expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('keeps the law: tool_calls_total = rows, spans add up', async () => {
    const samples = await scrape(product);
    const rows = await database.query<{ count: string }>('SELECT count(*) FROM tool_call_logs');
    expect(total(samples, 'tool_calls_total')).toBe(Number(rows.rows[0]?.count));
    expect(total(samples, 'audit_rows_total')).toBe(Number(rows.rows[0]?.count));
    expect(total(samples, 'sink_failures_total')).toBe(0);
    const spans = (result: string) => samples[`telemetry_spans_total{result="${result}"}`] ?? 0;
    const dropped = total(samples, 'telemetry_spans_total') - spans('started') - spans('exported');
    expect(spans('started')).toBeGreaterThan(100);
    expect(spans('started')).toBe(spans('exported') + dropped + (samples.telemetry_spans_waiting ?? 0));
  });

  it('guards the metrics endpoint by its token', async () => {
    expect((await fetch(`${product.url}/api/v1/metrics`)).status).toBe(401);
    const wrong = await fetch(`${product.url}/api/v1/metrics`, {
      headers: { authorization: `Bearer ${METRICS_TOKEN}x` },
    });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('content-type')).toContain('application/problem+json');
  });
});
