import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, METRICS_TOKEN, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { databaseUrl, eventually, openDatabase } from './support/calls';

const AUDITOR = { email: 'auditor@example.com', password: 'auditor-battery-staple' };
const VIEWER = { email: 'viewer@example.com', password: 'viewer-battery-staple' };

const configFile = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-admin-')), 'mcp.json');
const writeConfig = (token: string) =>
  writeFileSync(
    configFile,
    JSON.stringify({
      mcpServers: { listed: { url: 'http://127.0.0.1:9/mcp', headers: { Authorization: token } } },
    }),
  );

let product: Product;
let replica: Product;
let database: pg.Client;
let admin: string;
let auditor: string;
let viewer: string;

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** One REST request with a session cookie, or with a key when `who` starts with "Bearer". */
async function rest(
  who: string,
  method: string,
  place: string,
  body?: unknown,
  at = product,
): Promise<Answer> {
  const answer = await fetch(`${at.url}/api/v1/${place}`, {
    method,
    headers: {
      ...(who.startsWith('Bearer ') ? { authorization: who } : { cookie: who, origin: at.url }),
      'x-request-id': `rest-${Math.random().toString(36).slice(2)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: { request: answer.headers.get('x-request-id'), ...(text === '' ? {} : JSON.parse(text)) },
  };
}

interface EventRow {
  action: string;
  actor_kind: string;
  actor_name: string;
  target_id: string | null;
  target_name: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  request_id: string | null;
  trace_id: string | null;
  client_address: string | null;
}

const eventsOf = async (requestId: unknown): Promise<EventRow[]> =>
  (
    await database.query<EventRow>('SELECT * FROM admin_events WHERE request_id = $1 ORDER BY id', [
      requestId,
    ])
  ).rows;

const eventsNamed = async (action: string): Promise<EventRow[]> =>
  (await database.query<EventRow>('SELECT * FROM admin_events WHERE action = $1 ORDER BY id', [action])).rows;

/** What the product sealed with, so that another replica can open it. */
function encryptionKey({ dataDir }: Product): string {
  const secrets = JSON.parse(readFileSync(`${dataDir}/secrets.json`, 'utf8')) as { encryptionKey: string };
  return secrets.encryptionKey;
}

async function startAndStop(env: Record<string, string>): Promise<void> {
  const started = await startProduct({ env });
  await started.stop();
  started.cleanUp();
}

/** Signs out as the web app does. */
async function signOut(cookie: string): Promise<void> {
  const csrf = await fetch(`${product.url}/api/auth/csrf`, { headers: { cookie } });
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const cookies = csrf.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
  await fetch(`${product.url}/api/auth/signout`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie: [cookie, ...cookies].join('; '),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ csrfToken, json: 'true' }),
  });
}

beforeAll(async () => {
  writeConfig('Bearer first-upstream-credential');
  const env = { ALLOW_PRIVATE_ADDRESSES: 'true', MCP_CONFIG: configFile };
  product = await startProduct({ env });
  database = await openDatabase(product);
  admin = await signIn(product.url, ADMIN);
  for (const [person, role] of [
    [AUDITOR, 'auditor'],
    [VIEWER, 'viewer'],
  ] as const) {
    const made = await rest(admin, 'POST', 'users', { ...person, name: role, role });
    expect(made.status).toBe(201);
  }
  auditor = await signIn(product.url, AUDITOR);
  viewer = await signIn(product.url, VIEWER);
  replica = await startProduct({
    env: {
      DATABASE_URL: await databaseUrl(product),
      NEXTAUTH_SECRET: 'another-replica-has-its-own',
      ENCRYPTION_KEY: encryptionKey(product),
    },
  });
});

afterAll(async () => {
  await database?.end();
  await replica?.stop();
  replica?.cleanUp();
  await product?.stop();
  product?.cleanUp();
});

describe('admin events', () => {
  it('are left by each change, exactly one, with who, where and what', async () => {
    const created = await rest(admin, 'POST', 'servers', {
      slug: 'events',
      name: 'Events',
      url: 'http://127.0.0.1:9/mcp',
      headers: { 'X-Api-Key': 'sk-live-do-not-show-me' },
    });
    expect(created.status).toBe(201);
    const { id } = created.body;
    const steps: [action: string, answer: Answer][] = [
      ['server.create', created],
      ['server.update', await rest(admin, 'PATCH', `servers/${id}`, { name: 'Renamed' })],
      ['server.switch_off', await rest(admin, 'PATCH', `servers/${id}`, { enabled: false })],
      ['server.switch_on', await rest(admin, 'PATCH', `servers/${id}`, { enabled: true })],
      [
        'server.update',
        await rest(admin, 'PATCH', `servers/${id}`, { headers: { 'X-Api-Key': 'new-secret-0815' } }),
      ],
      ['server.remove', await rest(admin, 'DELETE', `servers/${id}`)],
    ];
    for (const [action, { body }] of steps) {
      const events = await eventsOf(body['request']);
      expect(events).toMatchObject([
        { action, actor_kind: 'user', actor_name: ADMIN.email, target_id: id, target_name: 'events' },
      ]);
      expect(events[0]?.trace_id).toMatch(/^[0-9a-f]{32}$/);
      expect(events[0]?.client_address).toMatch(/127\.0\.0\.1$/);
    }
    const [renamed] = await eventsOf(steps[1]?.[1].body['request']);
    expect(renamed).toMatchObject({ before: { name: 'Events' }, after: { name: 'Renamed' } });
    const [rekeyed] = await eventsOf(steps[4]?.[1].body['request']);
    expect(rekeyed?.after).toEqual({ headers: { configured: true, names: ['X-Api-Key'], replaced: true } });
    const everything = await database.query('SELECT admin_events::text AS row FROM admin_events');
    expect(JSON.stringify(everything.rows)).not.toMatch(/do-not-show-me|new-secret-0815/);
  });

  it('are left by keys, created and revoked once however often it is asked', async () => {
    const created = await rest(admin, 'POST', 'keys', { name: 'reader', scopes: ['read'] });
    expect(created.status).toBe(201);
    const { id, key } = created.body;
    expect(await eventsOf(created.body['request'])).toMatchObject([
      { action: 'key.create', target_name: 'reader' },
    ]);
    const first = await rest(admin, 'DELETE', `keys/${id}`);
    const second = await rest(admin, 'DELETE', `keys/${id}`);
    expect([first.status, second.status]).toEqual([204, 204]);
    expect(await eventsOf(first.body['request'])).toMatchObject([{ action: 'key.revoke', target_id: id }]);
    expect(await eventsOf(second.body['request'])).toEqual([]);
    expect(JSON.stringify(await eventsNamed('key.create'))).not.toContain(key);
  });

  it('take the change back when they cannot be written', async () => {
    await database.query(
      `ALTER TABLE admin_events ADD CONSTRAINT refused CHECK (target_name <> 'refused') NOT VALID`,
    );
    try {
      const server = { slug: 'refused', name: 'Refused', url: 'http://127.0.0.1:9/mcp' };
      expect((await rest(admin, 'POST', 'servers', server)).status).toBe(500);
      const key = { name: 'refused', scopes: ['read'] };
      expect((await rest(admin, 'POST', 'keys', key)).status).toBe(500);
    } finally {
      await database.query('ALTER TABLE admin_events DROP CONSTRAINT refused');
    }
    const left = await database.query(
      `SELECT slug FROM servers WHERE slug = 'refused' UNION ALL SELECT name FROM api_keys WHERE name = 'refused'`,
    );
    expect(left.rows).toEqual([]);
  });

  it('tell of sign-ins, failed ones and sign-outs, and keep no password that stood in the wrong field', async () => {
    const wrong = { email: VIEWER.email, password: 'not-the-password' };
    await expect(signIn(product.url, wrong)).rejects.toThrow('Sign-in failed');
    const swapped = { email: 'hunter2-in-the-wrong-field', password: 'x' };
    await expect(signIn(product.url, swapped)).rejects.toThrow('Sign-in failed');
    expect(await eventsNamed('user.sign_in_failed')).toMatchObject([
      { actor_kind: 'anonymous', target_name: VIEWER.email },
      { actor_kind: 'anonymous', target_id: null, target_name: null },
    ]);
    const cookie = await signIn(product.url, VIEWER);
    await signOut(cookie);
    expect((await eventsNamed('user.sign_out')).at(-1)).toMatchObject({ actor_name: VIEWER.email });
    expect((await eventsNamed('user.sign_in')).at(-1)).toMatchObject({
      actor_kind: 'user',
      actor_name: VIEWER.email,
    });
  });

  it('name what the environment and MCP_CONFIG set up, and a start that changes nothing leaves none', async () => {
    const system = `SELECT action, actor_name, target_name, after FROM admin_events WHERE actor_kind = 'system' ORDER BY id`;
    const first = await database.query(system);
    expect(first.rows).toMatchObject([
      { action: 'user.create', actor_name: 'ADMIN_EMAIL', target_name: ADMIN.email },
      { action: 'key.create', actor_name: 'BOOTSTRAP_API_KEY', target_name: 'bootstrap' },
      { action: 'server.create', actor_name: 'MCP_CONFIG', target_name: 'listed' },
    ]);
    const env = { DATABASE_URL: await databaseUrl(product), ENCRYPTION_KEY: encryptionKey(product) };
    await startAndStop({ ...env, MCP_CONFIG: configFile });
    expect((await database.query(system)).rows).toHaveLength(3);
    writeConfig('Bearer second-upstream-credential');
    await startAndStop({ ...env, MCP_CONFIG: configFile });
    const { rows } = await database.query(system);
    expect(rows.slice(3)).toMatchObject([
      { action: 'server.update', target_name: 'listed', after: { credentials: { replaced: true } } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('upstream-credential');
  });

  it('are listed page by page with filters', async () => {
    const all = await rest(auditor, 'GET', 'admin-events?limit=1000');
    const ids = (all.body['items'] as { id: string }[]).map((item) => item.id);
    expect(ids).toEqual([...ids].sort().toReversed());
    const walked: string[] = [];
    for (let cursor: unknown = ''; cursor !== null;) {
      const page = await rest(auditor, 'GET', `admin-events?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      walked.push(...(page.body['items'] as { id: string }[]).map((item) => item.id));
      cursor = page.body['older_cursor'];
    }
    expect(walked).toEqual(ids);
    const some = await rest(auditor, 'GET', 'admin-events?action=key.create&actor_kind=system');
    expect(some.body['items']).toMatchObject([
      { action: 'key.create', actor: { name: 'BOOTSTRAP_API_KEY' } },
    ]);
    expect((await rest(auditor, 'GET', 'admin-events?actoin=x')).status).toBe(400);
  });
});

describe('roles', () => {
  it('let a viewer read servers, an auditor read everything, and neither change anything', async () => {
    const reads = ['servers', 'keys', 'users', 'settings', 'settings/security', 'admin-events'];
    const status = async (who: string) =>
      Promise.all(reads.map(async (place) => (await rest(who, 'GET', place)).status));
    expect(await status(viewer)).toEqual([200, 403, 403, 403, 403, 403]);
    expect(await status(auditor)).toEqual([200, 200, 200, 200, 200, 200]);
    const nobody = '00000000-0000-4000-8000-000000000000';
    const changes: [method: string, place: string, body?: unknown][] = [
      ['POST', 'servers', { slug: 'x', name: 'x', url: 'http://127.0.0.1:9' }],
      ['PATCH', `servers/${nobody}`, { enabled: false }],
      ['DELETE', `servers/${nobody}`],
      ['POST', 'keys', { name: 'x', scopes: ['admin'] }],
      ['DELETE', `keys/${nobody}`],
      ['POST', 'users', { email: 'x@example.com', name: 'x', password: 'long-enough', role: 'admin' }],
      ['PATCH', `users/${nobody}`, { role: 'admin' }],
      ['DELETE', `users/${nobody}`],
      ['PATCH', 'settings/security', { version: 0, value: {} }],
    ];
    for (const who of [viewer, auditor]) {
      for (const [method, place, body] of changes)
        expect((await rest(who, method, place, body)).status, `${method} ${place}`).toBe(403);
    }
  });

  it('count from the next request on, and end with the account', async () => {
    const person = { email: 'short@example.com', password: 'short-battery-staple' };
    const { body } = await rest(admin, 'POST', 'users', { ...person, name: 'Short', role: 'admin' });
    const id = String(body['id']);
    const session = await signIn(product.url, person);
    expect((await rest(session, 'GET', 'keys')).status).toBe(200);
    expect((await rest(admin, 'PATCH', `users/${id}`, { role: 'viewer' })).status).toBe(200);
    expect((await rest(session, 'GET', 'keys')).status).toBe(403);
    expect((await rest(admin, 'PATCH', `users/${id}`, { password: 'another-battery-staple' })).status).toBe(
      200,
    );
    expect((await rest(session, 'GET', 'servers')).status).toBe(401);
    const renewed = await signIn(product.url, { ...person, password: 'another-battery-staple' });
    expect((await rest(renewed, 'GET', 'servers')).status).toBe(200);
    expect((await rest(admin, 'DELETE', `users/${id}`)).status).toBe(204);
    expect((await rest(renewed, 'GET', 'servers')).status).toBe(401);
  });

  it('keep the last admin, also against two who demote each other at once', async () => {
    const person = { email: 'second@example.com', password: 'second-battery-staple' };
    const { body } = await rest(admin, 'POST', 'users', { ...person, name: 'Second', role: 'admin' });
    const second = await signIn(product.url, person);
    const users = (await rest(admin, 'GET', 'users')).body['items'] as { id: string; email: string }[];
    const first = users.find((user) => user.email === ADMIN.email)?.id;
    const statuses = await Promise.all([
      rest(admin, 'PATCH', `users/${body['id']}`, { role: 'viewer' }),
      rest(second, 'PATCH', `users/${first}`, { role: 'viewer' }),
    ]);
    const admins = await database.query(`SELECT email FROM users WHERE role = 'admin'`);
    expect(admins.rows).toHaveLength(1);
    expect(statuses.filter(({ status }) => status === 200)).toHaveLength(1);
    // Whoever won, the tests after this one are the first admin's.
    await database.query(`UPDATE users SET role = 'admin' WHERE email = $1`, [ADMIN.email]);
    await database.query('DELETE FROM users WHERE email = $1', [person.email]);
    expect(await rest(admin, 'PATCH', `users/${first}`, { role: 'auditor' })).toMatchObject({ status: 409 });
    expect(await rest(admin, 'DELETE', `users/${first}`)).toMatchObject({ status: 409 });
  });
});

describe('settings', () => {
  it('start with defaults at version 0 and change field by field', async () => {
    const before = await rest(admin, 'GET', 'settings/security');
    expect(before.body).toMatchObject({
      version: 0,
      updated_by: null,
      value: { allowed_origins: [], key_concurrent_calls: 256, key_streams: 256, key_calls_per_minute: null },
    });
    const saved = await rest(admin, 'PATCH', 'settings/security', { version: 0, value: { key_streams: 7 } });
    expect(saved).toMatchObject({
      status: 200,
      body: { version: 1, updated_by: ADMIN.email, value: { key_streams: 7, key_concurrent_calls: 256 } },
    });
    expect(await eventsOf(saved.body['request'])).toMatchObject([
      {
        action: 'settings.update',
        target_name: 'security',
        before: { key_streams: 256 },
        after: { key_streams: 7 },
      },
    ]);
  });

  it('refuse who was slower, unknown fields and sections, and wrong values; nothing is changed then', async () => {
    const { version } = (await rest(admin, 'GET', 'settings/security')).body;
    const both = await Promise.all(
      [11, 12].map((key_streams) =>
        rest(admin, 'PATCH', 'settings/security', { version, value: { key_streams } }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const now = (await rest(admin, 'GET', 'settings/security')).body;
    expect(now['version']).toBe(Number(version) + 1);
    const wrong = async (value: unknown) =>
      (await rest(admin, 'PATCH', 'settings/security', { version: now['version'], value })).status;
    expect(await wrong({ no_such_field: 1 })).toBe(400);
    expect(await wrong({ key_streams: 0 })).toBe(400);
    expect(await wrong({ allowed_origins: ['https://chat.example.com/path'] })).toBe(400);
    expect((await rest(admin, 'GET', 'settings/nothing')).status).toBe(404);
    const after = (await rest(admin, 'GET', 'settings/security')).body;
    expect({ ...after, request: null }).toEqual({ ...now, request: null });
  });

  it('seal a credential, show only that it is there, and keep it over other changes', async () => {
    const token = 'scrape-token-0123456789';
    const { version } = (await rest(admin, 'GET', 'settings/metrics')).body;
    const saved = await rest(admin, 'PATCH', 'settings/metrics', { version, value: { token } });
    expect(saved.body['value']).toEqual({ enabled: true, token: { configured: true } });
    const stored = await database.query(`SELECT value::text AS value FROM settings WHERE key = 'metrics'`);
    expect(stored.rows[0].value).not.toContain(token);
    const everything = await database.query('SELECT admin_events::text AS row FROM admin_events');
    expect(JSON.stringify(everything.rows)).not.toContain(token);

    const scrape = async (text: string, at: Product) =>
      (await fetch(`${at.url}/api/v1/metrics`, { headers: { authorization: `Bearer ${text}` } })).status;
    expect(await scrape(token, product)).toBe(200);
    expect(await scrape(METRICS_TOKEN, product)).toBe(200);
    expect(await scrape('another-token-0123456789', product)).toBe(401);
    // As it was shown it may come back: that names no change.
    const same = { version: saved.body['version'], value: { enabled: true, token: { configured: true } } };
    expect((await rest(admin, 'PATCH', 'settings/metrics', same)).status).toBe(200);
    expect(await scrape(token, product)).toBe(200);
    await eventually(
      async () => ((await scrape(token, replica)) === 200 ? true : undefined),
      'the replica knows',
    );
    const removed = await rest(admin, 'PATCH', 'settings/metrics', {
      version: Number(saved.body['version']) + 1,
      value: { token: null },
    });
    expect(removed.body['value']).toMatchObject({ token: { configured: false } });
    expect(await scrape(token, product)).toBe(401);
  });

  it('reach the other replica, also when its connection was cut before', async () => {
    const scrape = async () =>
      (
        await fetch(`${replica.url}/api/v1/metrics`, {
          headers: { authorization: `Bearer ${METRICS_TOKEN}` },
        })
      ).status;
    const turn = async (enabled: boolean) => {
      const { version } = (await rest(admin, 'GET', 'settings/metrics')).body;
      expect((await rest(admin, 'PATCH', 'settings/metrics', { version, value: { enabled } })).status).toBe(
        200,
      );
    };
    const within2s = { timeout: 2_000, interval: 20 };
    await turn(false);
    await expect.poll(scrape, within2s).toBe(404);
    await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sightline changes'`,
    );
    await turn(true);
    await expect.poll(scrape, within2s).toBe(200);
  });
});
