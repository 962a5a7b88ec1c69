import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import { eventually, openDatabase, post, toolCall } from './support/calls';

const MIGRATION = 'prisma/migrations/20261124020000_unique_key_names/migration.sql';

let upstream: Upstream;
let env: Record<string, string>;
let running: Product;
let cookie: string;
let database: Awaited<ReturnType<typeof openDatabase>>;

beforeAll(async () => {
  upstream = await startUpstream();
  const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-web-')), 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { test: { url: upstream.url } } }));
  env = { MCP_CONFIG: config };
  running = await startProduct({ env });
  cookie = await signIn(running.url, ADMIN);
  database = await openDatabase(running);
});

afterAll(async () => {
  await database.end();
  await running.stop();
  running.cleanUp();
  await upstream.stop();
});

const ask = (path: string, init: { method?: string; body?: unknown } = {}) =>
  fetch(running.url + path, {
    method: init.method ?? 'GET',
    headers: { cookie, origin: running.url, 'content-type': 'application/json' },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });

describe('names of keys', () => {
  const make = (name: string) =>
    ask('/api/v1/keys', { method: 'POST', body: { name, scopes: ['read'], all_servers: true } });

  it('are given once among active keys, whatever the case of their letters', async () => {
    const first = (await (await make('Claude_code')).json()) as { id: string; prefix: string };
    const second = await make('claude_CODE');
    expect(second.status).toBe(409);
    const problem = (await second.json()) as { detail: string; errors: { name: string } };
    expect(problem.detail).toContain('Claude_code');
    expect(problem.errors.name).toContain(first.prefix);
    expect((await make('claudeXcode')).status).toBe(201);

    expect((await ask(`/api/v1/keys/${first.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await make('claude_code')).status).toBe(201);
  });

  it('are told apart by the migration where they were not before', async () => {
    await database.query('DROP INDEX api_keys_active_name');
    for (const name of ['twin', 'Twin', 'twin 2', 'twin']) {
      await database.query(
        `INSERT INTO api_keys (name, prefix, hash, scopes, created_at)
         VALUES ($1, 'slk_x', sha256(gen_random_uuid()::text::bytea), '{mcp}', clock_timestamp())`,
        [name],
      );
    }
    await database.query(readFileSync(MIGRATION, 'utf8'));
    const { rows } = await database.query<{ name: string }>(
      `SELECT name FROM api_keys WHERE name ILIKE 'twin%' ORDER BY created_at`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['twin', 'Twin 3', 'twin 2', 'twin 4']);
  });

  it('do not stand in the way of a changed BOOTSTRAP_API_KEY', async () => {
    const before = running;
    await database.end();
    await before.stop();
    running = await startProduct({
      dataDir: before.dataDir,
      env: { ...env, BOOTSTRAP_API_KEY: 'another-bootstrap-key-0123456789' },
    });
    cookie = await signIn(running.url, ADMIN);
    database = await openDatabase(running);
    const { items } = (await (await ask('/api/v1/keys')).json()) as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(['bootstrap', 'bootstrap 2']));
  });
});

describe('the log’s filters', () => {
  const toolsOf = async (search: string) => {
    const answer = await ask(`/api/v1/observability/logs?${search}`);
    const { items } = (await answer.json()) as { items: { tool: string; key_prefix: string | null }[] };
    return items;
  };

  it('find a tool by a part of its name, and name the key by its prefix too', async () => {
    for (const tool of ['create_issue', 'createXissue', 'list_issues']) {
      await post(running, toolCall(tool).body, { key: BOOTSTRAP_KEY });
    }
    await eventually(
      async () => ((await toolsOf('tool=issue')).length === 3 ? true : undefined),
      'three rows with "issue"',
    );
    expect((await toolsOf('tool=E_ISSUE')).map(({ tool }) => tool)).toEqual(['create_issue']);
    expect(await toolsOf('tool=%25')).toEqual([]);
    expect((await toolsOf('tool=list'))[0]?.key_prefix).toBe('te…');
  });

  it('that are none are refused by name', async () => {
    const answer = await ask('/api/v1/observability/logs?tol=x');
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: { tol: 'is not a known field' } });
  });
});

describe('what browsers ask for', () => {
  it.each([
    ['/favicon.ico', /^image\/(x-icon|vnd\.microsoft\.icon)/],
    ['/icon.svg', /^image\/svg\+xml/],
    ['/icon-192.png', /^image\/png/],
    ['/icon-512.png', /^image\/png/],
    ['/apple-touch-icon.png', /^image\/png/],
    ['/apple-touch-icon-precomposed.png', /^image\/png/],
    ['/robots.txt', /^text\/plain/],
    ['/site.webmanifest', /^application\/manifest\+json/],
  ])('%s is there', async (path, type) => {
    const answer = await fetch(running.url + path);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(type);
  });

  it('robots.txt sends them all away', async () => {
    expect(await (await fetch(`${running.url}/robots.txt`)).text()).toBe('User-agent: *\nDisallow: /\n');
  });
});
