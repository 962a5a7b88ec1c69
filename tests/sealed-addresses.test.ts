import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startOtlpReceiver } from '../scripts/support/otlp-receiver.mjs';
import { ADMIN, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { eventually, openDatabase, post, rowsOf, toolCall } from './support/calls';

// Credentials that stand in an address: the server gets them, nobody else does.
const IN_PATH = 'q8Zr2LmT91xKp04vWb';
const IN_QUERY = 'swordfish-and-chips';
const LATER = 'another-credential-77';

const directory = mkdtempSync(path.join(tmpdir(), 'sightline-addresses-'));
const config = path.join(directory, 'mcp.json');
const asked: string[] = [];
let upstream: Server;
let at: string;
let otlp: Awaited<ReturnType<typeof startOtlpReceiver>>;
let product: Product;
let cookie: string;

const env = () => ({
  MCP_CONFIG: config,
  ALLOW_PRIVATE_ADDRESSES: 'true',
  OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
});

beforeAll(async () => {
  // Answers with what it was asked for, as careless servers do.
  upstream = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume().on('end', () => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          result: { content: [{ type: 'text', text: `no such path ${request.url}` }], isError: true },
        }),
      );
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  otlp = await startOtlpReceiver();
  writeFileSync(
    config,
    JSON.stringify({ mcpServers: { test: { url: `${at}/s/${IN_PATH}/mcp?key=${IN_QUERY}` } } }),
  );
  product = await startProduct({ env: env() });
  cookie = await signIn(product.url, ADMIN);
});

afterAll(async () => {
  await product?.stop();
  product?.cleanUp();
  await otlp?.stop();
  upstream?.close();
  rmSync(directory, { recursive: true, force: true });
});

async function rest(method: string, place: string, body?: unknown) {
  const answer = await fetch(`${product.url}/api/v1/servers${place}`, {
    method,
    headers: { cookie, origin: product.url, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

/** Everything that is at rest, as text. */
async function stored(): Promise<string> {
  const database = await openDatabase(product);
  const { rows } = await database.query<{ text: string }>(
    `SELECT (SELECT string_agg(s::text, ' ') FROM servers s) || coalesce((SELECT string_agg(t::text, ' ') FROM tool_call_logs t), '')
         || (SELECT string_agg(e::text, ' ') FROM admin_events e) AS text`,
  );
  await database.end();
  return rows[0]?.text ?? '';
}

it('an address of MCP_CONFIG is called whole and shown, stored and recorded without its credentials', async () => {
  const requestId = 'whole-address';
  const answer = await post(product, toolCall('echo').body, { headers: { 'x-request-id': requestId } });
  expect(asked.at(-1)).toBe(`/s/${IN_PATH}/mcp?key=${IN_QUERY}`);
  expect(answer.text).toContain(IN_QUERY); // the agent's own answer is untouched
  const listed = await rest('GET', '');
  expect(listed.body['items']).toEqual([
    expect.objectContaining({ slug: 'test', url: `${at}/s/***/mcp`, url_hidden: true }),
  ]);
  const database = await openDatabase(product);
  const [row] = await rowsOf(database, requestId);
  await database.end();
  expect(row?.outcome).toBe('tool_error');
  expect(row?.mask_counts).toMatchObject({ known_secret: expect.any(Number) });
  await eventually(
    () => (otlp.spans.some((span) => span.traceId === row?.trace_id) ? true : undefined),
    'the trace',
  );
  const page = await (await fetch(`${product.url}/servers`, { headers: { cookie } })).text();
  for (const place of [
    await stored(),
    JSON.stringify(listed.body),
    page,
    product.output(),
    otlp.bodies.join(),
  ]) {
    expect(place).not.toBe('');
    expect(place).not.toContain(IN_PATH);
    expect(place).not.toContain(IN_QUERY);
  }
});

it('a change of such an address wants it whole again, and leaves an event that does not show it', async () => {
  const url = `${at}/mcp?token=${IN_QUERY}`;
  const created = await rest('POST', '', { slug: 'added', name: 'Added', url });
  expect(created).toMatchObject({ status: 201, body: { url: `${at}/mcp`, url_hidden: true } });
  const id = String(created.body['id']);
  const path_ = await rest('PATCH', `/${id}`, { url: `${at}/s/***/mcp` });
  expect(path_.status).toBe(400);
  expect(JSON.stringify(path_.body)).toContain('enter the whole address');

  expect((await rest('PATCH', `/${id}`, { name: 'Renamed' })).body).toMatchObject({ url_hidden: true });
  await post(product, toolCall('echo').body, { server: 'added' });
  expect(asked.at(-1)).toBe(`/mcp?token=${IN_QUERY}`);

  expect((await rest('PATCH', `/${id}`, { url: `${at}/mcp?token=${LATER}` })).status).toBe(200);
  await post(product, toolCall('echo').body, { server: 'added' });
  expect(asked.at(-1)).toBe(`/mcp?token=${LATER}`);
  const text = await stored();
  expect(text).toContain('url_replaced');
  expect(text).not.toContain(LATER);

  expect((await rest('PATCH', `/${id}`, { url: `${at}/mcp` })).body).toMatchObject({ url_hidden: false });
});

it('an address that an older version has stored as it is, is sealed at the next start', async () => {
  const database = await openDatabase(product);
  await database.query(
    `INSERT INTO servers (slug, name, transport, url, origin) VALUES ('older', 'Older', 'http', $1, 'admin')`,
    [`${at}/mcp?key=${LATER}`],
  );
  await database.end();
  await product.stop();
  product = await startProduct({ env: env(), dataDir: product.dataDir });
  expect(await stored()).not.toContain(LATER);
  await post(product, toolCall('echo').body, { server: 'older' });
  expect(asked.at(-1)).toBe(`/mcp?key=${LATER}`);
});

it('an entry of the type sse is refused with a sentence, and the start with it', async () => {
  const file = path.join(directory, 'sse.json');
  const entries = { old: { type: 'sse', url: `${at}/sse?key=${IN_QUERY}` }, good: { url: `${at}/mcp` } };
  writeFileSync(file, JSON.stringify({ mcpServers: entries }));
  const failed = await startProduct({ env: { MCP_CONFIG: file }, readyMs: 20_000 }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  expect(failed).toMatch(/old: type: servers of the type "sse", the older transport, are not served yet/);
  expect(failed).not.toContain('good:');
  expect(failed).not.toContain(IN_QUERY);
});
