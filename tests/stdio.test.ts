import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  Client as ClientV2,
  StreamableHTTPClientTransport as TransportV2,
} from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOtlpReceiver } from '../scripts/support/otlp-receiver.mjs';
import { ADMIN, BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { eventually, openDatabase, post, rowsOf, scrape, toolCall, total } from './support/calls';

const PACKAGES = path.resolve('node_modules/@modelcontextprotocol');
const SERVER = path.resolve('scripts/support/stdio-server.mjs');
const SECRET = 'zebra-crossing-at-midnight-77';
const ARGUMENT_SECRET = 'q8Zr2LmT91xKp04v';

/** A config of the usual kind. @param files where server-filesystem may look */
const config = (files: string) => ({
  mcpServers: {
    everything: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-everything', 'stdio'] },
    filesystem: { command: 'node', args: [`${PACKAGES}/server-filesystem/dist/index.js`, files] },
    memory: {
      command: 'node',
      args: [`${PACKAGES}/server-memory/dist/index.js`],
      env: { MEMORY_FILE_PATH: `${files}/memory.jsonl` },
    },
    local: {
      command: 'node',
      args: [SERVER, 'plain', '--api-key', ARGUMENT_SECRET],
      env: { SECRET_TOKEN: SECRET },
    },
    silent: { command: 'node', args: [SERVER, 'silent'] },
    flood: { command: 'node', args: [SERVER, 'flood'] },
    stubborn: { command: 'node', args: [SERVER, 'stubborn'] },
    missing: { command: 'no-such-program', args: ['--token', ARGUMENT_SECRET] },
  },
});

const headers = { authorization: `Bearer ${BOOTSTRAP_KEY}` };

const capabilities = { sampling: {}, elicitation: {}, roots: {} };
const sampled = { model: 'test-model', role: 'assistant', content: { type: 'text', text: 'sampled text' } };
const elicited = { action: 'accept', content: { name: 'Ada' } };
const roots = { roots: [{ uri: 'file:///somewhere', name: 'somewhere' }] };

/** What both generations of clients can do, in the words of the tests. */
interface Agent {
  listTools(): Promise<string[]>;
  call(name: string, args?: object, options?: CallOptions): Promise<string>;
  close(): Promise<void>;
}

interface CallOptions {
  onprogress?: (progress: { progress: number }) => void;
  signal?: AbortSignal;
}

const agents = {
  async '1.x'(url: string): Promise<Agent> {
    const client = new ClientV1({ name: 'client-one', version: '1' }, { capabilities });
    client.setRequestHandler(CreateMessageRequestSchema, () => sampled as never);
    client.setRequestHandler(ElicitRequestSchema, () => elicited as never);
    client.setRequestHandler(ListRootsRequestSchema, () => roots);
    const transport = new TransportV1(new URL(url), { requestInit: { headers } });
    await client.connect(transport as never);
    return agentOf(
      client,
      (request, options) => client.callTool(request, undefined, options),
      () => transport.terminateSession(),
    );
  },
  async '2.x'(url: string): Promise<Agent> {
    const client = new ClientV2({ name: 'client-two', version: '2' }, { capabilities });
    client.setRequestHandler('sampling/createMessage', () => sampled as never);
    client.setRequestHandler('elicitation/create', () => elicited as never);
    client.setRequestHandler('roots/list', () => roots);
    const transport = new TransportV2(new URL(url), { requestInit: { headers } });
    await client.connect(transport);
    return agentOf(
      client,
      (request, options) => client.callTool(request, options),
      () => transport.terminateSession(),
    );
  },
};

function agentOf(
  client: { listTools(): Promise<{ tools: { name: string }[] }>; close(): Promise<void> },
  callTool: (
    request: { name: string; arguments: Record<string, unknown> },
    options: CallOptions,
  ) => Promise<unknown>,
  end: () => Promise<void>,
): Agent {
  return {
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    async call(name, args = {}, options = {}) {
      const result = await callTool({ name, arguments: { ...args } }, options);
      return (result as { content: { text?: string }[] }).content.map(({ text }) => text ?? '').join('\n');
    },
    async close() {
      await end();
      await client.close();
    },
  };
}

/** Process ids below a process, its children's children included, by the files of Linux. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // "pid (name) state ppid …"; the name may hold anything.
      const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      if (fields[0] !== 'Z') parents.set(Number(name), Number(fields[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const found: number[] = [];
  const below = (parent: number) => {
    for (const [child, of] of parents) {
      if (of !== parent) continue;
      found.push(child);
      below(child);
    }
  };
  below(pid);
  return found;
}

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** The processes of servers below the product: not its database, nor the watchdog. */
const serversOf = ({ pid }: Product): number[] =>
  descendants(pid).filter((child) => /server-|stdio-server|npx/.test(commandOf(child)));

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

const initializeBody = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
});

describe('servers that are started as a command', () => {
  let product: Product;
  let database: pg.Client;
  let otlp: Awaited<ReturnType<typeof startOtlpReceiver>>;
  let directory: string;
  const url = (server: string) => `${product.url}/mcp/${server}`;

  async function start(timeoutMs: number): Promise<Product> {
    const file = path.join(directory, 'mcp.json');
    writeFileSync(file, JSON.stringify(config(directory)));
    return startProduct({
      env: {
        MCP_CONFIG: file,
        OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
        UPSTREAM_TIMEOUT_MS: String(timeoutMs),
        UNRELATED_SECRET: 'of-the-gateway-alone-123',
      },
    });
  }

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'sightline-stdio-'));
    writeFileSync(path.join(directory, 'hello.txt'), 'hello from a file');
    otlp = await startOtlpReceiver();
    product = await start(20_000);
    database = await openDatabase(product);
  });

  afterAll(async () => {
    await database?.end();
    await product?.stop();
    product?.cleanUp();
    await otlp?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  describe.each(['1.x', '2.x'] as const)('used by the official client %s', (version) => {
    it('list and call: everything (by npx), filesystem and memory', async () => {
      const everything = await agents[version](url('everything'));
      expect(await everything.listTools()).toContain('echo');
      expect(await everything.call('echo', { message: `hello ${version}` })).toContain(`hello ${version}`);
      await everything.close();

      const filesystem = await agents[version](url('filesystem'));
      expect(await filesystem.listTools()).toContain('read_text_file');
      const read = await filesystem.call('read_text_file', { path: path.join(directory, 'hello.txt') });
      expect(read).toContain('hello from a file');
      await filesystem.close();

      const memory = await agents[version](url('memory'));
      const entity = { name: `agent-${version}`, entityType: 'client', observations: ['works'] };
      await memory.call('create_entities', { entities: [entity] });
      expect(await memory.call('read_graph')).toContain(`agent-${version}`);
      await memory.close();
    });

    it('progress comes while the call runs', async () => {
      const agent = await agents[version](url('everything'));
      const seen: number[] = [];
      const text = await agent.call(
        'trigger-long-running-operation',
        { duration: 0.6, steps: 3 },
        { onprogress: ({ progress }) => seen.push(progress) },
      );
      expect(seen).toEqual([1, 2, 3]);
      expect(text).toContain('completed');
      await agent.close();
    });

    it('a cancelled call is told to the server and on record as cancelled', async () => {
      const agent = await agents[version](url('local'));
      const stop = new AbortController();
      const running = agent.call('never', {}, { signal: stop.signal });
      setTimeout(() => stop.abort(), 200);
      await expect(running).rejects.toThrow();
      await eventually(async () => {
        const told = JSON.parse(await agent.call('cancelled')) as unknown[];
        return told.length > 0 ? told : undefined;
      }, 'the server told');
      await eventually(async () => {
        const rows = await database.query(
          `SELECT 1 FROM tool_call_logs WHERE tool = 'never' AND outcome = 'cancelled' AND client_name LIKE $1`,
          [version === '1.x' ? 'client-one' : 'client-two'],
        );
        return rows.rowCount === 1 ? true : undefined;
      }, 'the row of the cancelled call');
      await agent.close();
    });

    it('the server asks: sampling, elicitation and roots', async () => {
      const agent = await agents[version](url('everything'));
      expect(await agent.call('trigger-sampling-request', { prompt: 'p' })).toContain('sampled text');
      expect(await agent.call('trigger-elicitation-request')).toContain('Ada');
      expect(await agent.call('get-roots-list')).toContain('somewhere');
      await agent.close();
    });
  });

  it('a client that looks for the newest protocol first finds a legacy server and a modern one', async () => {
    for (const [server, tool] of [
      ['everything', 'echo'],
      ['local', 'echo'],
    ] as const) {
      const client = new ClientV2({ name: 'auto', version: '2' }, { versionNegotiation: { mode: 'auto' } });
      await client.connect(new TransportV2(new URL(url(server)), { requestInit: { headers } }));
      const result = (await client.callTool({ name: tool, arguments: { message: 'hi' } })) as {
        content: { text: string }[];
      };
      expect(result.content[0]?.text).toContain('hi');
      await client.close();
    }
  });

  it('a call is one row, one line, one metric and one trace that agree, over a pipe', async () => {
    const before = await scrape(product);
    const requestId = 'stdio-agrees';
    const { body } = toolCall('echo', { token: 'swordfish-and-chips', n: 1 });
    const answer = await post(product, body, { server: 'local', headers: { 'x-request-id': requestId } });
    expect(JSON.parse(answer.text)).toMatchObject({
      result: { content: [{ text: '{"token":"swordfish-and-chips","n":1}' }] },
    });
    const [row] = await rowsOf(database, requestId);
    expect(row).toMatchObject({ server: 'local', tool: 'echo', outcome: 'ok', http_status: 200 });
    expect(row?.arguments).not.toContain('swordfish');
    const line = await eventually(
      () => product.logLines().find((one) => one.request_id === requestId),
      'the line',
    );
    expect(line).toMatchObject({
      trace_id: row?.trace_id,
      span_id: row?.span_id,
      call_id: row?.id,
      status: 'ok',
    });
    const spans = await eventually(() => {
      const found = otlp.spans.filter((span) => span.traceId === row?.trace_id);
      return found.some((span) => span.name === 'tools/call echo' && span.kind === 3) ? found : undefined;
    }, 'the trace');
    const upstreamSide = spans.find((span) => span.name === 'tools/call echo' && span.kind === 3);
    expect(upstreamSide?.attributes).toMatchObject({ 'network.transport': 'pipe', 'mcp.server': 'local' });
    const label = 'tool_calls_total{server="local",tool="echo",status="ok",source="server"}';
    const after = await scrape(product);
    expect((after[label] ?? 0) - (before[label] ?? 0)).toBe(1);
    expect(total(after, 'tool_calls_total') - total(before, 'tool_calls_total')).toBe(1);
  });

  it('a crash in the middle of a call is an upstream error with exit code and masked last words', async () => {
    const requestId = 'stdio-crash';
    const answer = await post(product, toolCall('crash').body, {
      server: 'local',
      headers: { 'x-request-id': requestId },
    });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text).error.message).toMatch(
      /exit code 3 .*giving up with token=\*\*\* \| last words/,
    );
    const [row] = await rowsOf(database, requestId);
    expect(row).toMatchObject({ outcome: 'upstream_error', error_category: 'upstream_broken' });
    expect(row?.error_message).toContain('last words');
  });

  it('a command that is not there says what to check', async () => {
    const answer = await post(product, initializeBody, { server: 'missing' });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text).error).toMatchObject({
      code: 50200,
      message: expect.stringContaining('"no-such-program" was not found'),
    });
  });

  it('a command gets the least of an environment; its secrets are in no row, line, span or page', async () => {
    const answer = await post(product, toolCall('env').body, { server: 'local' });
    const { env } = JSON.parse(JSON.parse(answer.text).result.content[0].text);
    expect(Object.keys(env).sort()).toEqual(['HOME', 'PATH', 'SECRET_TOKEN']);
    expect(answer.text).toContain(ARGUMENT_SECRET); // the agent's own answer is untouched

    const cookie = await signIn(product.url, ADMIN);
    const stored = await database.query<{ text: string }>(
      `SELECT (SELECT string_agg(t::text, ' ') FROM tool_call_logs t) || (SELECT string_agg(s::text, ' ') FROM servers s) AS text`,
    );
    const servers = await (await fetch(`${product.url}/api/v1/servers`, { headers: { cookie } })).text();
    expect(JSON.parse(servers).items).toContainEqual(
      expect.objectContaining({ slug: 'local', command: 'node (4 arguments)', served: true, shared: false }),
    );
    const page = await (await fetch(`${product.url}/servers`, { headers: { cookie } })).text();
    for (const place of [
      stored.rows[0]?.text ?? '',
      product.output(),
      otlp.bodies.join(),
      JSON.stringify(await scrape(product)),
      servers,
      page,
    ]) {
      expect(place).not.toBe('');
      expect(place).not.toContain(SECRET);
      expect(place).not.toContain(ARGUMENT_SECRET);
    }
  });

  it('twenty sessions at once have twenty processes, and end with their sessions', async () => {
    const sessions = await Promise.all(Array.from({ length: 20 }, () => agents['2.x'](url('local'))));
    const pids = await Promise.all(sessions.map((agent) => agent.call('pid')));
    expect(new Set(pids).size).toBe(20);
    const echoes = await Promise.all(
      sessions.map((agent, n) => agent.call('slow', { text: `no ${n}`, ms: 100 })),
    );
    expect(echoes).toEqual(sessions.map((_, n) => `no ${n}`));
    await Promise.all(sessions.map((agent) => agent.close()));
    await eventually(
      () => (pids.some((pid) => isAlive(Number(pid))) ? undefined : true),
      'the processes gone',
    );
  });

  it('a server that floods its stderr or never answers harms no neighbour, and costs no memory', async () => {
    const flooding = await agents['1.x'](url('flood'));
    const silent = post(product, initializeBody, { server: 'silent' });
    const memory = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${product.pid}/status`, 'utf8'))?.[1]);
    const neighbour = await agents['2.x'](url('local'));
    const before = memory();
    const linesBefore = product.logLines().length;
    for (let n = 0; n < 100; n += 1) expect(await neighbour.call('echo', { n })).toBe(`{"n":${n}}`);
    expect(await flooding.call('echo', { n: 1 })).toBe('{"n":1}');
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(await neighbour.call('echo', { n: 'still' })).toBe('{"n":"still"}');
    // In kilobytes; far less than what was written to it by then.
    expect(memory() - before).toBeLessThan(100 * 1024);
    const noise = product
      .logLines()
      .slice(linesBefore)
      .filter((line) => line.msg === 'server wrote to stderr');
    expect(noise.length).toBeLessThan(150);
    await flooding.close();
    await neighbour.close();
    expect((await silent).status).toBe(504);
  });

  it('an admin adds a command only where the operator allows it', async () => {
    const cookie = await signIn(product.url, ADMIN);
    const answer = await fetch(`${product.url}/api/v1/servers`, {
      method: 'POST',
      headers: { cookie, origin: product.url, 'content-type': 'application/json' },
      body: JSON.stringify({ slug: 'added', name: 'Added', command: 'node', args: [SERVER] }),
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('ALLOW_STDIO');
  });

  // Last, because the product is gone after it.
  it('kill -9 of the gateway leaves no process behind, not even one that ends for nobody', async () => {
    const stubborn = await post(product, initializeBody, { server: 'stubborn' });
    expect(stubborn.status).toBe(200);
    const agent = await agents['1.x'](url('everything'));
    expect(await agent.call('echo', { message: 'x' })).toContain('x');
    const postmaster = Number(
      readFileSync(`${product.dataDir}/postgres/postmaster.pid`, 'utf8').split('\n')[0],
    );
    const servers = serversOf(product);
    const all = descendants(product.pid).filter((pid) => pid !== postmaster);
    // npx and what it starts, the stubborn one and its child, and what earlier tests have left.
    expect(servers.length).toBeGreaterThanOrEqual(4);
    const watchdog = all.find((pid) => commandOf(pid).includes('sightline-watchdog'));
    expect(watchdog).toBeDefined();
    await database.end();
    await product.stop('SIGKILL');
    await eventually(() => (servers.some(isAlive) ? undefined : true), 'every server gone');
    await eventually(
      () => (watchdog !== undefined && isAlive(watchdog) ? undefined : true),
      'the watchdog gone',
    );
    // The database that was left is taken over by the next start, and ends with it.
    product = await startProduct({ dataDir: product.dataDir });
    database = await openDatabase(product);
  });
});

describe('commands that an admin adds', () => {
  it('are served where ALLOW_STDIO is true, with everything but their name sealed', async () => {
    const product = await startProduct({ env: { ALLOW_STDIO: 'true' } });
    try {
      const cookie = await signIn(product.url, ADMIN);
      const send = (method: string, place: string, body: object) =>
        fetch(`${product.url}/api/v1/servers${place}`, {
          method,
          headers: { cookie, origin: product.url, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      const input = {
        slug: 'added',
        name: 'Added',
        command: 'node',
        args: [SERVER, 'plain'],
        env: { TOKEN: SECRET },
      };
      const created = await send('POST', '', input);
      expect(created.status).toBe(201);
      const { id } = (await created.json()) as { id: string };
      const environment = async () =>
        (await post(product, toolCall('env').body, { server: 'added' })).text.replaceAll('\\', '');
      expect(await environment()).toContain(SECRET);

      expect((await send('PATCH', `/${id}`, { args: ['x'] })).status).toBe(400);
      expect((await send('PATCH', `/${id}`, { url: 'https://example.com/mcp' })).status).toBe(400);
      const changed = await send('PATCH', `/${id}`, { command: 'node', args: [SERVER, 'plain', 'again'] });
      expect(changed.status).toBe(200);
      const now = await environment();
      expect(now).toContain('again');
      expect(now).not.toContain(SECRET);
      for (const wrong of [
        { env: { LD_PRELOAD: '/tmp/x.so' } },
        { env: { PATH: '/tmp' } },
        { cwd: 'relative' },
        { command: 'node --eval x' },
        { url: 'https://example.com/mcp' },
      ]) {
        const refused = await send('POST', '', { ...input, slug: 'wrong', ...wrong });
        expect([refused.status, wrong]).toEqual([400, wrong]);
      }

      const database = await openDatabase(product);
      const dump = await database.query<{ text: string }>(
        `SELECT string_agg(s::text, ' ') AS text FROM servers s`,
      );
      await database.end();
      expect(dump.rows[0]?.text).toContain('node (3 arguments)');
      expect(dump.rows[0]?.text).not.toContain('stdio-server');
    } finally {
      await product.stop();
      product.cleanUp();
    }
  });
});
