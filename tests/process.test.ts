import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { startOtlpReceiver } from '../scripts/support/otlp-receiver.mjs';
import { ADMIN, BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import { eventually, openDatabase, post, rowsOf, scrape, toolCall, total } from './support/calls';

/** What a test has started and afterEach ends, the last first. */
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function product(options: Parameters<typeof startProduct>[0] = {}): Promise<Product> {
  const started = await startProduct(options);
  cleanUps.push(async () => {
    await started.stop();
    started.cleanUp();
  });
  return started;
}

async function upstreamAndConfig(): Promise<{ upstream: Upstream; config: string }> {
  const upstream = await startUpstream();
  cleanUps.push(() => upstream.stop());
  const config = `/tmp/sightline-config-${process.pid}-${Date.now()}.json`;
  const headers = { 'X-Api-Key': 'stored-upstream-credential' };
  writeFileSync(config, JSON.stringify({ mcpServers: { test: { url: upstream.url, headers } } }));
  return { upstream, config };
}

const postgresPid = (dataDir: string) =>
  Number(readFileSync(`${dataDir}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('the process', () => {
  it('stops on SIGTERM: running calls end, rows and spans are out, the database is down', async () => {
    const { config } = await upstreamAndConfig();
    const otlp = await startOtlpReceiver();
    cleanUps.push(() => otlp.stop());
    const running = await startProduct({
      env: { MCP_CONFIG: config, OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url },
    });
    cleanUps.push(running.cleanUp);
    const database = postgresPid(running.dataDir);
    const answer = post(running, toolCall('progress').body);
    await sleep(150);
    const started = Date.now();
    expect(await running.stop()).toBe(0);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect((await answer).text).toContain('done é');
    expect(otlp.spans.some((span) => span.name === 'tools/call progress')).toBe(true);
    // It has ended; until the system's first process has fetched its exit code its id is still taken.
    await expect.poll(() => isAlive(database), { timeout: 2_000 }).toBe(false);

    const again = await product({ dataDir: running.dataDir, env: { MCP_CONFIG: config } });
    const client = await openDatabase(again);
    cleanUps.push(() => client.end());
    const rows = await client.query(`SELECT outcome FROM tool_call_logs WHERE tool = 'progress'`);
    expect(rows.rows).toEqual([{ outcome: 'ok' }]);
  });

  it('comes back after kill -9, with every answered call on record', async () => {
    const { config } = await upstreamAndConfig();
    const first = await startProduct({ env: { MCP_CONFIG: config } });
    cleanUps.push(first.cleanUp);
    const answered: string[] = [];
    let stopped = false;
    const callers = Array.from({ length: 8 }, async (_, caller) => {
      for (let n = 0; !stopped; n += 1) {
        const requestId = `kill-${caller}-${n}`;
        const answer = await post(first, toolCall('echo').body, {
          headers: { 'x-request-id': requestId },
        }).catch(() => undefined);
        if (answer?.status === 200) answered.push(requestId);
        else return;
      }
    });
    await sleep(700);
    await first.stop('SIGKILL');
    stopped = true;
    await Promise.all(callers);
    expect(answered.length).toBeGreaterThan(10);

    const second = await product({ dataDir: first.dataDir, env: { MCP_CONFIG: config } });
    const client = await openDatabase(second);
    cleanUps.push(() => client.end());
    const rows = await client.query<{ request_id: string }>('SELECT request_id FROM tool_call_logs');
    const onRecord = rows.rows.map((row) => row.request_id);
    expect(answered.filter((id) => !onRecord.includes(id))).toEqual([]);
    expect(new Set(onRecord).size).toBe(onRecord.length);
    expect((await post(second, toolCall('echo').body)).status).toBe(200);
  });

  it('comes back when the database was killed too and its lock file names a stranger', async () => {
    const first = await startProduct();
    cleanUps.push(first.cleanUp);
    const database = postgresPid(first.dataDir);
    await first.stop('SIGKILL');
    process.kill(database, 'SIGKILL');
    await eventually(() => (isAlive(database) ? undefined : true), 'the database gone');
    const lockFile = `${first.dataDir}/postgres/postmaster.pid`;
    const lines = readFileSync(lockFile, 'utf8').split('\n');
    writeFileSync(lockFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const second = await product({ dataDir: first.dataDir });
    expect((await fetch(`${second.url}/api/v1/health`)).status).toBe(200);
  });

  it('refuses what it could not put on record while the database is away, and recovers', async () => {
    const { config, upstream } = await upstreamAndConfig();
    const running = await product({ env: { MCP_CONFIG: config } });
    const database = postgresPid(running.dataDir);
    process.kill(database, 'SIGSTOP'); // a hang, which no error announces
    cleanUps.push(() => isAlive(database) && process.kill(database, 'SIGCONT'));
    // Backends were forked before: stop those that hold our connections as well.
    const { execFileSync } = await import('node:child_process');
    const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(database)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .map(Number);
    for (const child of children) process.kill(child, 'SIGSTOP');
    const first = await post(running, toolCall('echo').body, { headers: { 'x-request-id': 'while-away' } });
    expect(first.status).toBe(503);
    expect(JSON.parse(first.text)).toMatchObject({ error: { code: 50300 } });
    const heard = upstream.received.length;
    expect((await post(running, toolCall('echo').body)).status).toBe(503);
    expect(upstream.received.length).toBe(heard); // not even called any more
    expect(
      (await fetch(`${running.url}/api/v1/health`, { signal: AbortSignal.timeout(10_000) })).status,
    ).toBe(503);

    for (const child of children) process.kill(child, 'SIGCONT');
    process.kill(database, 'SIGCONT');
    await eventually(
      async () => ((await post(running, toolCall('echo').body)).status === 200 ? true : undefined),
      'calls answered again',
    );
    const client = await openDatabase(running);
    cleanUps.push(() => client.end());
    const samples = await scrape(running);
    const stored = total(samples, 'tool_calls_total');
    const rows = await client.query<{ count: string }>('SELECT count(*) FROM tool_call_logs');
    // The write that timed out may have been carried out after all: a row more than answers is right, one less never.
    expect(Number(rows.rows[0]?.count)).toBeGreaterThanOrEqual(stored);
  });

  it('writes on when the connections that it holds are closed by PostgreSQL between calls', async () => {
    const { config } = await upstreamAndConfig();
    const running = await product({ env: { MCP_CONFIG: config } });
    const client = await openDatabase(running);
    cleanUps.push(() => client.end());
    const call = async (id: string) => {
      const answer = await post(running, toolCall('echo').body, { headers: { 'x-request-id': id } });
      return [answer.status, (await rowsOf(client, id)).length];
    };
    expect(await call('before')).toEqual([200, 1]);
    const ended = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sightline audit'`,
    );
    expect(ended.rowCount).toBeGreaterThan(0);
    await sleep(200);
    expect(await call('after')).toEqual([200, 1]);
  });

  it('offers the first admin’s set-up once, by a link', async () => {
    const running = await product({ env: { ADMIN_EMAIL: undefined, ADMIN_PASSWORD: undefined } });
    const link = await eventually(
      () => /http:\S+\/setup\?token=\S+/.exec(running.output())?.[0],
      'the set-up link',
    );
    // Last, where it is found, and the sign-in page says that it is there.
    expect(running.output().indexOf(link)).toBeGreaterThan(running.output().indexOf('Sightline is ready on'));
    const door = await (await fetch(`${running.url}/login`)).text();
    expect(door).toContain('There is no admin yet');
    expect(door).not.toContain('type="password"');
    expect((await fetch(link)).status).toBe(200);
    const wrong = await fetch(link.replace(/token=.*/, 'token=guessed'));
    expect(await wrong.text()).not.toContain('type="password"');
  });

  it.each([
    ['a wrong variable', { PORT: 'abc' }, /PORT/],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgresql://u:s3cretpw@127.0.0.1:1/x' },
      /database is not usable/i,
    ],
    ['an MCP_CONFIG that is no JSON', { MCP_CONFIG: 'package-lock.json.missing' }, /MCP_CONFIG/],
  ])('says what is wrong and ends, with %s', async (_name, env, message) => {
    const dataDir = mkdtempSync('/tmp/sightline-failing-');
    cleanUps.push(() => rmSync(dataDir, { recursive: true, force: true }));
    const error = await startProduct({ env, dataDir, readyMs: 20_000 }).then(
      async (started) => {
        await started.stop();
        return undefined;
      },
      (failure: Error) => failure,
    );
    expect(error?.message).toMatch(message);
    expect(error?.message).not.toContain('s3cretpw');
    // It leaves no database running behind it.
    expect(existsSync(`${dataDir}/postgres/postmaster.pid`)).toBe(false);
  });

  it('does not share its data directory with a second process', async () => {
    const running = await product();
    await expect(startProduct({ dataDir: running.dataDir, readyMs: 20_000 })).rejects.toThrow(
      /Another Sightline/,
    );
    expect((await fetch(`${running.url}/api/v1/health`)).status).toBe(200);
  });
});

describe('two replicas on one database', () => {
  it('share servers, keys, sessions and the record; a revoked key fails on both', async () => {
    const { config, upstream } = await upstreamAndConfig();
    const key = Buffer.alloc(32, 7).toString('base64');
    const secrets = {
      ENCRYPTION_KEY: key,
      NEXTAUTH_SECRET: 'shared-secret-of-both-replicas',
      MCP_CONFIG: config,
    };
    const one = await product({ env: secrets });
    const client = await openDatabase(one);
    cleanUps.push(() => client.end());
    const { password, port } = client;
    const two = await product({
      env: { ...secrets, DATABASE_URL: `postgresql://sightline:${password}@127.0.0.1:${port}/sightline` },
    });

    const cookie = await signIn(one.url, ADMIN);
    const created = await fetch(`${one.url}/api/v1/keys`, {
      method: 'POST',
      headers: { cookie, origin: one.url, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'agent', all_servers: true }),
    });
    expect(created.status).toBe(201);
    const agent = (await created.json()) as { id: string; key: string };
    await eventually(
      async () =>
        (await post(two, toolCall('echo').body, { key: agent.key })).status === 200 ? true : undefined,
      'the new key known to the other replica',
    );

    const initialize = JSON.stringify({
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } },
    });
    const session = (await post(one, initialize, { key: agent.key })).headers.get('mcp-session-id') ?? '';
    const onTwo = await post(two, toolCall('echo').body, {
      key: agent.key,
      headers: { 'mcp-session-id': session },
    });
    expect(onTwo.status).toBe(200);
    expect(upstream.received.at(-1)?.headers['mcp-session-id']).toBe('upstream-session-1');
    // A session is bound to the key that opened it.
    const stolen = await post(two, toolCall('echo').body, {
      key: BOOTSTRAP_KEY,
      headers: { 'mcp-session-id': session },
    });
    expect(stolen.status).toBe(404);

    const revoked = await fetch(`${one.url}/api/v1/keys/${agent.id}`, {
      method: 'DELETE',
      headers: { cookie, origin: one.url },
    });
    expect(revoked.status).toBe(204);
    for (const replica of [one, two]) {
      await eventually(
        async () =>
          (await post(replica, toolCall('echo').body, { key: agent.key })).status === 401 ? true : undefined,
        'the revoked key refused',
      );
    }
  });
});

describe('at rest and in traces', () => {
  it('upstream credentials are encrypted, keys are hashes, and neither leaves the API', async () => {
    const { config } = await upstreamAndConfig();
    const running = await product({ env: { MCP_CONFIG: config } });
    const client = await openDatabase(running);
    cleanUps.push(() => client.end());
    const dump = await client.query<{ text: string }>(
      `SELECT (SELECT string_agg(s::text, ' ') FROM servers s) || (SELECT string_agg(k::text, ' ') FROM api_keys k)
         || (SELECT string_agg(u::text, ' ') FROM users u) AS text`,
    );
    const cookie = await signIn(running.url, ADMIN);
    const servers = await (await fetch(`${running.url}/api/v1/servers`, { headers: { cookie } })).text();
    const keys = await (await fetch(`${running.url}/api/v1/keys`, { headers: { cookie } })).text();
    const page = await (await fetch(`${running.url}/servers`, { headers: { cookie } })).text();
    expect(servers).toContain('"configured":true');
    for (const place of [dump.rows[0]?.text ?? '', servers, keys, page, running.output()]) {
      expect(place).not.toContain('stored-upstream-credential');
      expect(place).not.toContain(BOOTSTRAP_KEY);
      expect(place).not.toContain(ADMIN.password);
    }
  });

  it('a REST call leaves an HTTP span with the database’s spans and query texts below it', async () => {
    const otlp = await startOtlpReceiver();
    cleanUps.push(() => otlp.stop());
    const running = await product({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } });
    const cookie = await signIn(running.url, ADMIN);
    const trace = '0af7651916cd43dd8448eb211c80319c';
    const answer = await fetch(`${running.url}/api/v1/servers`, {
      headers: { cookie, traceparent: `00-${trace}-b7ad6b7169203331-01` },
    });
    expect(answer.status).toBe(200);
    const spans = await eventually(() => {
      const found = otlp.spans.filter((span) => span.traceId === trace);
      return found.some((span) => span.attributes['db.query.text']) &&
        found.some((span) => span.kind === 2 && span.parentSpanId === 'b7ad6b7169203331')
        ? found
        : undefined;
    }, 'the trace of the REST call');
    expect(spans.find((span) => span.parentSpanId === 'b7ad6b7169203331')).toMatchObject({
      name: 'GET /api/v1/servers',
    });
    expect(spans.map((span) => String(span.attributes['db.query.text'])).join()).toContain('servers');
    // Lines are written out every 100 ms, so the spans may be there first.
    const written = await eventually(
      () => running.logLines().find((line) => line.trace_id === trace),
      'the line of the REST call',
    );
    expect(written).toMatchObject({ http_status: 200, endpoint: '/api/v1/servers' });
  });

  it('no query of a request reaches the trace backend: not the set-up token, not in any span of Next', async () => {
    const otlp = await startOtlpReceiver();
    cleanUps.push(() => otlp.stop());
    const running = await product({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url } });
    const paths = [
      '/setup?token=hush-hush',
      '/logs?q=hush-hush',
      '/api/v1/servers?key=hush-hush',
      '/login?hush-hush',
    ];
    for (const path of paths) await (await fetch(running.url + path, { redirect: 'manual' })).text();
    const targets = () => otlp.spans.map((span) => span.attributes['http.target']);
    const bare = paths.map((path) => path.replace(/\?.*/, ''));
    await eventually(() => bare.every((path) => targets().includes(path)), 'a span of Next for each request');
    expect(otlp.bodies.join()).not.toContain('hush-hush');
  });

  it('rows of one call are found by its request id, and only by those who may', async () => {
    const { config } = await upstreamAndConfig();
    const running = await product({ env: { MCP_CONFIG: config } });
    await post(running, toolCall('echo', { n: 1 }).body, { headers: { 'x-request-id': 'find-me' } });
    const client = await openDatabase(running);
    cleanUps.push(() => client.end());
    expect(await rowsOf(client, 'find-me')).toHaveLength(1);
    const cookie = await signIn(running.url, ADMIN);
    const listed = await fetch(`${running.url}/api/v1/observability/logs?request=find-me`, {
      headers: { cookie },
    });
    expect(await listed.json()).toMatchObject({
      items: [{ request_id: 'find-me', tool: 'echo', status: 'ok' }],
    });
    const anonymous = await fetch(`${running.url}/api/v1/observability/logs?request=find-me`);
    expect(anonymous.status).toBe(401);
    const agent = await fetch(`${running.url}/api/v1/observability/logs`, {
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
    });
    expect(agent.status).toBe(403);
  });
});
