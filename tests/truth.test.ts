import { once } from 'node:events';
import { connect } from 'node:net';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import {
  eventually,
  openDatabase,
  post,
  rowsOf,
  scrape,
  toolCall,
  total,
  type AuditRow,
} from './support/calls';
import {
  eventOf,
  JSON_TYPE,
  resultOf,
  SSE,
  startScriptedUpstream,
  text,
  type RpcMessage,
  type ScriptedUpstream,
} from './support/scripted-upstream';

const GITHUB_TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
let requestNumber = 0;
const newRequestId = () => `truth-${process.pid}-${(requestNumber += 1)}`;

/** The two ends of a payload that was not kept whole. */
function endsOf(payload: string | null): { head: string; tail: string } {
  return JSON.parse(payload ?? '{}') as { head: string; tail: string };
}

// What the record says is what happened, on both lanes.
describe.each(['direct', 'route'] as const)('the record of a call on the %s lane', (lane) => {
  let product: Product;
  let upstream: ScriptedUpstream;
  let database: pg.Client;
  let cookie: string;

  beforeAll(async () => {
    upstream = await startScriptedUpstream();
    const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-config-')), 'mcp.json');
    const { origin } = new URL(upstream.url);
    writeFileSync(
      config,
      JSON.stringify({
        mcpServers: { test: { url: upstream.url }, moved: { url: `${origin}/old?key=1` } },
      }),
    );
    product = await startProduct({
      lane,
      env: { MCP_CONFIG: config, UPSTREAM_TIMEOUT_MS: '6000', STREAM_SILENCE_MS: '20000' },
    });
    database = await openDatabase(product);
    cookie = await signIn(product.url, ADMIN);
  });

  afterAll(async () => {
    await database?.end();
    await product?.stop();
    product?.cleanUp();
    await upstream?.stop();
  });

  async function theRow(requestId: string): Promise<AuditRow> {
    const rows = await eventually(async () => {
      const found = await rowsOf(database, requestId);
      return found.length > 0 ? found : undefined;
    }, `an audit row for ${requestId}`);
    expect(rows).toHaveLength(1);
    return rows[0] as AuditRow;
  }

  /** One message; with its row. */
  async function send(
    body: string,
    headers: Record<string, string> = {},
    server = 'test',
    key?: string | null,
  ) {
    const requestId = newRequestId();
    const options = {
      server,
      headers: { 'x-request-id': requestId, ...headers },
      ...(key === undefined ? {} : { key }),
    };
    return { requestId, answer: await post(product, body, options) };
  }
  async function call(tool: string, args: unknown = {}, headers: Record<string, string> = {}) {
    const { id, body } = toolCall(tool, args);
    return { id, ...(await send(body, headers)) };
  }

  async function openSession(): Promise<Record<string, string>> {
    const params = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'c', version: '1' },
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
    const opened = await post(product, body);
    return { 'mcp-session-id': opened.headers.get('mcp-session-id') ?? '' };
  }

  const rest = async (place: string, init: RequestInit = {}) =>
    fetch(`${product.url}${place}`, {
      ...init,
      headers: { cookie, origin: product.url, 'content-type': 'application/json' },
    });
  const detail = async (id: string) =>
    (await (await rest(`/api/v1/observability/logs/${id}`)).json()) as Record<string, unknown>;

  describe('of an answer', () => {
    it.each([90, 120, 200])('that nests %d levels deep is ok, with its payload', async (levels) => {
      upstream.acts.deep = (response, { message }) => {
        const nested = `${'{"a":['.repeat(levels / 2)}"the bottom"${']}'.repeat(levels / 2)}`;
        response
          .writeHead(200, JSON_TYPE)
          .end(`{"jsonrpc":"2.0","result":{"deep":${nested}},"id":${message.id}}`);
      };
      const { answer, id, requestId } = await call('deep');
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toMatchObject({ id });
      const row = await theRow(requestId);
      expect([row.outcome, row.error_category]).toEqual(['ok', null]);
      expect(endsOf(row.response).head).toContain('the bottom');
    });

    it('that is longer than 64 KiB keeps both ends, masked, and says what is cut', async () => {
      const long = (secret: string) => ({
        token: 'short-but-secret',
        first: `${secret} begins`,
        filling: 'word '.repeat(40_000),
        last: `ends ${secret}`,
        api_key: 'another-secret-value',
      });
      upstream.acts.long = (response, { message }) =>
        response.writeHead(200, JSON_TYPE).end(resultOf(message.id, long(GITHUB_TOKEN)));
      const { requestId } = await call('long', long(GITHUB_TOKEN));
      const row = await theRow(requestId);
      expect(row.truncated).toBe(true);
      for (const payload of [row.arguments, row.response]) {
        const cut = endsOf(payload);
        expect(JSON.stringify(cut)).toMatch(/\b2\d{5}\b/);
        expect(cut.head).toContain('*** begins');
        expect(cut.tail).toContain('ends ***');
        for (const secret of [GITHUB_TOKEN, 'short-but-secret', 'another-secret-value']) {
          expect(payload).not.toContain(secret);
        }
      }
    });

    it.each([
      ['followed by something', (answer: string) => `${answer}trailing`],
      ['twice', (answer: string) => `${answer}\n${answer}`],
      ['cut', (answer: string) => answer.slice(0, -1)],
      ['not JSON', (answer: string) => answer.replace('"content"', 'content')],
    ])('that comes %s is not ok', async (_name, spoil) => {
      upstream.acts.json = (response, { message }) =>
        response.writeHead(200, JSON_TYPE).end(spoil(resultOf(message.id, text('x'))));
      upstream.acts.event = (response, { message }) =>
        response
          .writeHead(200, SSE)
          .end(eventOf(spoil(resultOf(message.id, text('x'))).replaceAll('\n', '\ndata: ')));
      const asJson = await call('json');
      expect(asJson.answer.status).toBe(502);
      expect(JSON.parse(asJson.answer.text)).toMatchObject({ id: asJson.id, error: { code: 50203 } });
      const asEvent = await call('event');
      const last = asEvent.answer.text.trim().split('\n').at(-1) ?? '';
      expect(JSON.parse(last.slice('data: '.length))).toMatchObject({
        id: asEvent.id,
        error: { code: 50203 },
      });
      for (const { requestId } of [asJson, asEvent]) {
        expect(await theRow(requestId)).toMatchObject({
          outcome: 'upstream_error',
          error_category: 'upstream_invalid_answer',
        });
      }
    });

    it.each([
      [
        'an error that is no JSON-RPC error',
        429,
        '{"error":"slow down"}',
        {},
        'upstream_error',
        'upstream_http_error',
      ],
      [
        'an error of another API',
        403,
        '{"error":{"code":403,"message":"no"}}',
        {},
        'upstream_error',
        'upstream_http_error',
      ],
      [
        'a 403 with a JSON-RPC error',
        403,
        '{"jsonrpc":"2.0","id":ID,"error":{"code":-32001,"message":"not yours"}}',
        {},
        'protocol_error',
        'jsonrpc_error',
      ],
    ] as const)('tells apart %s', async (_name, status, body, headers, outcome, category) => {
      upstream.acts.refuses = (response, { message }) =>
        response.writeHead(status, { ...JSON_TYPE, ...headers }).end(body.replace('ID', String(message.id)));
      const { answer, requestId, id } = await call('refuses');
      expect(answer).toMatchObject({ status, text: body.replace('ID', String(id)) });
      expect(await theRow(requestId)).toMatchObject({
        outcome,
        error_category: category,
        http_status: status,
      });
    });

    it('takes only a challenge for one to the gateway’s credential', async () => {
      upstream.acts.refuses = (response) =>
        response.writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope"' }).end('{}');
      const { answer, requestId } = await call('refuses');
      expect(answer.status).toBe(502);
      expect((await theRow(requestId)).error_category).toBe('upstream_refused_credential');
    });

    it('that asks for input is a round, tied to the next one', async () => {
      upstream.acts.asks = (response, { message }) => {
        const state = message.params?.requestState;
        const result =
          state === undefined
            ? { resultType: 'input_required', requestState: `state/${lane} "1"`, inputRequests: {} }
            : { resultType: 'complete', ...text(state) };
        response.writeHead(200, JSON_TYPE).end(resultOf(message.id, result));
      };
      const first = await call('asks');
      const second = await send(
        `{"jsonrpc":"2.0","id":"second","method":"tools/call","params":{"name":"asks","requestState":"state\\/${lane} \\"1\\"","inputResponses":{}}}`,
      );
      const [one, two] = [await theRow(first.requestId), await theRow(second.requestId)];
      expect([one.result_type, two.result_type]).toEqual(['input_required', 'complete']);
      expect(one.state_given).toMatch(/^[0-9a-f]{16}$/);
      expect(one.state_given).toBe(two.state_brought);
      expect(await detail(one.id)).toMatchObject({
        round_before: null,
        round_after: two.id,
        delivered: true,
      });
      expect(await detail(two.id)).toMatchObject({ round_before: one.id, round_after: null });
      const page = await (await rest(`/logs/${two.id}`)).text();
      expect(page).toContain(`/logs/${one.id}`);
    });
  });

  describe('of a call that its client takes back', () => {
    const cancel = (id: unknown, session: Record<string, string>) =>
      post(
        product,
        JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } }),
        { headers: session },
      );

    it.each(['before its answer begins', 'in an event stream'])(
      'is closed as cancelled when the cancellation comes: %s',
      async (when) => {
        const before = upstream.aborted();
        upstream.acts.waits = (response) =>
          when === 'in an event stream' ? response.writeHead(200, SSE).write(': begun\n\n') : undefined;
        const session = await openSession();
        const { id, body } = toolCall('waits');
        const running = send(body, session);
        await eventually(
          () => upstream.received.find(({ message }) => message.id === id),
          'the call at the upstream',
        );
        expect((await cancel(id, session)).status).toBe(202);
        const { answer, requestId } = await running;
        expect([answer.status, answer.text]).toEqual(
          when === 'in an event stream' ? [200, ': begun\n\n'] : [202, ''],
        );
        expect(await theRow(requestId)).toMatchObject({
          outcome: 'cancelled',
          error_category: 'client_cancelled',
          http_status: answer.status,
        });
        expect(await detail((await theRow(requestId)).id)).toMatchObject({ delivered: false });
        await eventually(
          () => (upstream.aborted() > before ? true : undefined),
          'the upstream request given up',
        );
        const heard = upstream.received.find(({ message }) => message.params?.requestId === id);
        expect(heard?.message.method).toBe('notifications/cancelled');
      },
    );

    it('is not touched by the same id in another session', async () => {
      let finish: () => void = () => undefined;
      upstream.acts.waits = (response, { message }) => {
        finish = () => response.writeHead(200, JSON_TYPE).end(resultOf(message.id, text('done')));
      };
      const [mine, other] = [await openSession(), await openSession()];
      const { id, body } = toolCall('waits');
      const running = send(body, mine);
      await eventually(() => upstream.received.find(({ message }) => message.id === id), 'the call');
      await cancel(id, other);
      finish();
      const { answer, requestId } = await running;
      expect(answer.text).toContain('done');
      expect((await theRow(requestId)).outcome).toBe('ok');
    });

    it('gives its connection back at once: 160 hold nobody up', async () => {
      const before = upstream.aborted();
      upstream.acts.waits = () => undefined;
      const session = await openSession();
      const calls = Array.from({ length: 160 }, () => toolCall('waits'));
      const running = calls.map(({ body }) => send(body, session));
      await eventually(
        () =>
          calls.every(({ id }) => upstream.received.some(({ message }) => message.id === id))
            ? true
            : undefined,
        'all calls at the upstream',
      );
      await Promise.all(calls.map(({ id }) => cancel(id, session)));
      const answers = await Promise.all(running);
      expect(new Set(answers.map(({ answer }) => answer.status))).toEqual(new Set([202]));
      await eventually(
        () => (upstream.aborted() >= before + 160 ? true : undefined),
        'all connections given back',
      );
      expect((await call('echo')).answer.status).toBe(200);
    });
  });

  describe('of a stream that is resumed', () => {
    /** The upstream answers on the stream that resumes, when told to. */
    function pollingTool(ends: boolean) {
      let asked: RpcMessage | undefined;
      upstream.acts.polls = (response, { message }) => {
        asked = message;
        response.writeHead(200, SSE).write('id: 1\nretry: 10\ndata: \n\n');
        if (ends) response.end();
      };
      upstream.acts.GET = (response, { headers }) => {
        response.writeHead(200, SSE).write(': resumed\n\n');
        if (headers['last-event-id'] === '1')
          response.write(eventOf(resultOf(asked?.id, text('the rest')), '2'));
      };
    }
    async function resume(session: Record<string, string>): Promise<string> {
      const controller = new AbortController();
      const answer = await fetch(`${product.url}/mcp/test`, {
        headers: {
          authorization: `Bearer ${BOOTSTRAP_KEY}`,
          accept: 'text/event-stream',
          'last-event-id': '1',
          ...session,
        },
        signal: controller.signal,
      });
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
      let seen = '';
      while (!seen.includes('"result"')) seen += Buffer.from((await reader.read()).value ?? []).toString();
      controller.abort();
      return seen;
    }

    it('after a clean end stays open until the answer has come', async () => {
      pollingTool(true);
      const session = await openSession();
      const { answer, requestId } = await call('polls', {}, session);
      // The end is a clean one: fetch would have thrown.
      expect(answer.text).toBe('id: 1\nretry: 10\ndata: \n\n');
      expect(await rowsOf(database, requestId)).toEqual([]);
      expect(await resume(session)).toContain('the rest');
      // On record before the answer left.
      const [row] = await rowsOf(database, requestId);
      expect(row).toMatchObject({ outcome: 'ok', tool: 'polls', error_category: null });
      expect(row?.response).toContain('the rest');
    });

    it('after the client was disconnected is not cancelled', async () => {
      pollingTool(false);
      const session = await openSession();
      const { body } = toolCall('polls');
      const requestId = newRequestId();
      const controller = new AbortController();
      const answer = await fetch(`${product.url}/mcp/test`, {
        method: 'POST',
        headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, 'x-request-id': requestId, ...session },
        body,
        signal: controller.signal,
      });
      await (answer.body as ReadableStream<Uint8Array>).getReader().read();
      const before = upstream.aborted();
      controller.abort();
      await eventually(
        () => (upstream.aborted() > before ? true : undefined),
        'the upstream request given up',
      );
      await resume(session);
      expect(await theRow(requestId)).toMatchObject({ outcome: 'ok', error_category: null });
    });

    it('is cancelled when the client says so between two streams', async () => {
      pollingTool(true);
      const session = await openSession();
      const { id, requestId } = await call('polls', {}, session);
      const params = { requestId: id };
      await post(product, JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params }), {
        headers: session,
      });
      expect(await theRow(requestId)).toMatchObject({
        outcome: 'cancelled',
        error_category: 'client_cancelled',
      });
    });
  });

  describe('of a refused call', () => {
    it.each([
      ['no key', null, 'test', 401],
      ['a wrong key', 'slk_wrong', 'test', 401],
      ['a server that there is not', BOOTSTRAP_KEY, 'nowhere', 404],
    ] as const)('says what it was about: %s', async (_name, key, server, status) => {
      const { id, body } = toolCall('wanted', { note: 'something' });
      const { answer, requestId } = await send(body, {}, server, key);
      expect(answer.status).toBe(status);
      expect(JSON.parse(answer.text)).toMatchObject({ id });
      const row = await theRow(requestId);
      expect(row).toMatchObject({
        outcome: 'denied',
        method: 'tools/call',
        tool: 'wanted',
        jsonrpc_id: String(id),
      });
      expect(Number(row.request_bytes)).toBe(body.length);
      // Strangers do not fill the log with what they like.
      expect(row.arguments === null).toBe(key !== BOOTSTRAP_KEY);
    });

    it('names a key that was revoked', async () => {
      const created = await rest('/api/v1/keys', {
        method: 'POST',
        body: JSON.stringify({ name: `former ${lane}`, all_servers: true }),
      });
      const former = (await created.json()) as { id: string; key: string };
      await rest(`/api/v1/keys/${former.id}`, { method: 'DELETE' });
      const { body, id } = toolCall('wanted');
      const { answer, requestId } = await send(body, {}, 'test', former.key);
      expect(answer.status).toBe(401);
      expect(JSON.parse(answer.text)).toMatchObject({
        id,
        error: { message: expect.stringContaining('revoked') },
      });
      expect(await theRow(requestId)).toMatchObject({
        outcome: 'denied',
        key_name: `former ${lane}`,
        key_id: former.id,
        tool: 'wanted',
      });
    });

    it('carries the request’s own id also where the message is no good', async () => {
      const name = '"params":{"name":"a","name":"b"}';
      const { answer, requestId } = await send(`{"jsonrpc":"2.0","id":"x-7","method":"tools/call",${name}}`);
      expect(JSON.parse(answer.text)).toMatchObject({ id: 'x-7', error: { code: -32600 } });
      expect(await theRow(requestId)).toMatchObject({
        method: 'tools/call',
        error_category: 'invalid_request',
      });
    });

    it('does not wait for a body that does not come', async () => {
      const { hostname, port, host } = new URL(product.url);
      const socket = connect(Number(port), hostname);
      socket.write(`POST /mcp/test HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 50\r\n\r\n{"jsonrpc"`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
    });

    it('reads no large body of a stranger', async () => {
      const { answer, requestId } = await send(
        toolCall('wanted', { x: 'y'.repeat(100_000) }).body,
        {},
        'test',
        null,
      );
      expect(answer.status).toBe(401);
      const row = await theRow(requestId);
      expect(row.method).toBeNull();
      expect(Number(row.request_bytes)).toBeGreaterThan(100_000);
    });
  });

  describe('is no reason for an agent to be served otherwise', () => {
    it('more calls than connections that each ask their client do not wait for one another', async () => {
      const waiting = new Map<unknown, () => void>();
      upstream.heard(({ id }) => waiting.get(id)?.());
      upstream.acts.samples = (response, { message }) => {
        const question = {
          jsonrpc: '2.0',
          id: `q${message.id}`,
          method: 'sampling/createMessage',
          params: {},
        };
        response.writeHead(200, SSE).write(eventOf(JSON.stringify(question)));
        waiting.set(question.id, () => response.end(eventOf(resultOf(message.id, text('thanks')))));
      };
      const session = await openSession();
      const sample = async () => {
        const { body } = toolCall('samples');
        const answer = await fetch(`${product.url}/mcp/test`, {
          method: 'POST',
          headers: { authorization: `Bearer ${BOOTSTRAP_KEY}`, ...session },
          body,
        });
        let seen = '';
        for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
          seen += Buffer.from(chunk).toString();
          const question = /"id":"(q\d+)"/.exec(seen)?.[1];
          if (question && !seen.includes('thanks'))
            await post(product, resultOf(question, {}), { headers: session });
        }
        return seen;
      };
      const answers = await Promise.all(Array.from({ length: 280 }, sample));
      expect(answers.filter((seen) => !seen.includes('thanks'))).toEqual([]);
    });

    it('a slash at the end names the same server', async () => {
      const { answer, requestId } = await send(toolCall('echo').body, {}, 'test/');
      expect(answer.status).toBe(200);
      expect(await theRow(requestId)).toMatchObject({ server: 'test', outcome: 'ok' });
    });

    it.each([307, 308])('a redirect of the upstream within itself is followed (%d)', async (status) => {
      const { origin } = new URL(upstream.url);
      upstream.acts.moves = (response, { url, message }) =>
        url.startsWith('/old')
          ? response.writeHead(status, { location: `${origin}/new` }).end('moved')
          : response.writeHead(200, JSON_TYPE).end(resultOf(message.id, text(url)));
      const { answer, requestId } = await send(toolCall('moves').body, {}, 'moved');
      expect(answer.text).toContain('/new');
      expect((await theRow(requestId)).outcome).toBe('ok');
    });

    it.each([
      ['to another origin', 308, 'https://elsewhere.example/mcp?key=secret', 'https://elsewhere.example/mcp'],
      ['that turns a POST into a GET', 302, '/login', '/login'],
    ])('any other redirect is named, with what to enter: %s', async (_name, status, location, shown) => {
      upstream.acts.moves = (response) => response.writeHead(status, { location }).end();
      const { answer, requestId } = await send(toolCall('moves').body, {}, 'moved');
      expect(answer.status).toBe(502);
      const { error_message: message, error_category: category } = await theRow(requestId);
      expect(category).toBe('upstream_invalid_answer');
      expect(message).toContain(shown);
      expect(message).not.toContain('secret');
    });

    it.each([
      ['00', '01'],
      ['01', '00'],
    ])('the caller’s sampled flag goes on as it is (%s in _meta)', async (inMeta, inHeader) => {
      const traceId = `${inMeta}af7651916cd43dd8448eb211c803${lane === 'direct' ? '11' : '22'}`;
      const meta = {
        traceparent: `00-${traceId}-00f067aa0ba902b7-${inMeta}`,
        tracestate: 'a=1,b=2',
        baggage: 'k=v',
      };
      const params = { name: 'echo', _meta: meta };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const { requestId } = await send(body, {
        traceparent: `00-${'9'.repeat(32)}-00f067aa0ba902b7-${inHeader}`,
      });
      const sent = upstream.received.at(-1);
      const onward = sent?.message.params?._meta as typeof meta;
      expect(onward.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-${inMeta}$`));
      expect(onward).toMatchObject({ tracestate: 'a=1,b=2', baggage: 'k=v' });
      expect(sent?.headers.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-${inMeta}$`));
      expect(sent?.headers.tracestate).toBe('a=1,b=2');
      expect((await theRow(requestId)).trace_id).toBe(traceId);
    });

    it('silence in a stream that has begun is no timeout of its beginning', async () => {
      upstream.acts.slow = (response, { message }) => {
        response.writeHead(200, SSE).write(': begun\n\n');
        setTimeout(() => response.end(eventOf(resultOf(message.id, text('late')))), 8_000);
      };
      const { answer, requestId } = await call('slow');
      expect(answer.text).toContain('late');
      expect((await theRow(requestId)).outcome).toBe('ok');
    });
  });

  it('agrees with counters and log when PostgreSQL stops in the middle of a write', async () => {
    const call = async (requestId: string) =>
      post(product, toolCall('echo').body, { headers: { 'x-request-id': requestId } });
    expect((await call(newRequestId())).status).toBe(200);
    const before = total(await scrape(product), 'tool_calls_total');
    const backends = await database.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'sightline audit'`,
    );
    const signal = (name: 'STOP' | 'CONT') =>
      execFileSync('kill', [`-${name}`, ...backends.rows.map(({ pid }) => String(pid))]);
    const requestId = newRequestId();
    signal('STOP');
    try {
      expect((await call(requestId)).status).toBe(503);
    } finally {
      signal('CONT');
    }
    await eventually(
      async () => ((await call(newRequestId())).status === 200 ? true : undefined),
      'calls answered',
    );
    // As long as the statement that was on its way could take to be carried out.
    await sleep(2_500);
    expect(await rowsOf(database, requestId)).toEqual([]);
    const line = product.logLines().find((one) => one.request_id === requestId && one.msg === 'mcp call');
    expect(line?.audit).toBe('lost');
    const rows = await database.query<{ count: string }>('SELECT count(*) FROM tool_call_logs');
    expect(total(await scrape(product), 'tool_calls_total')).toBe(Number(rows.rows[0]?.count));
    expect(before).toBeGreaterThan(0);
  });

  it('says that an answer was withheld where the row turned up late', async () => {
    const { requestId } = await call('echo');
    const row = await theRow(requestId);
    await database.query(
      'INSERT INTO tool_call_withheld (ts, id) SELECT ts, id FROM tool_call_logs WHERE id = $1',
      [row.id],
    );
    expect(await detail(row.id)).toMatchObject({ delivered: false });
  });
});
