import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { ADMIN, BOOTSTRAP_KEY, startProduct, type Product } from '../scripts/support/product.mjs';
import { signIn } from '../scripts/support/sign-in.mjs';
import { startUpstream, type Upstream } from '../scripts/support/upstream.mjs';
import { separateAppRole } from '../lib/database/app-role';
import { eventually, openDatabase, post, rowsOf, toolCall } from './support/calls';

const run = promisify(execFile);

/** What a test has started and afterEach ends, the last first. */
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

type Options = NonNullable<Parameters<typeof startProduct>[0]>;

async function product(options: Options = {}): Promise<Product> {
  const started = await startProduct(options);
  cleanUps.push(async () => {
    await started.stop();
    started.cleanUp();
  });
  return started;
}

function directory(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'sightline-database-'));
  cleanUps.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function configWithUpstream(): Promise<string> {
  return configFor(await upstreamToStop());
}

async function upstreamToStop(): Promise<Upstream> {
  const upstream = await startUpstream();
  cleanUps.push(() => upstream.stop());
  return upstream;
}

function configFor(upstream: Upstream): string {
  const config = path.join(directory(), 'mcp.json');
  writeFileSync(config, JSON.stringify({ mcpServers: { test: { url: upstream.url } } }));
  return config;
}

const postmaster = (dataDir: string) =>
  Number(readFileSync(`${dataDir}/postgres/postmaster.pid`, 'utf8').split('\n')[0]);

const health = async (running: Product) =>
  (await fetch(`${running.url}/api/v1/health`, { signal: AbortSignal.timeout(10_000) })).status;

/** A start that is not waited for: it is to be killed on its way. */
function startAndForget(dataDir: string): Promise<Error | Product> {
  return startProduct({ dataDir, readyMs: 20_000 }).catch((error: Error) => error);
}

const listing = (dataDir: string) => (existsSync(dataDir) ? readdirSync(dataDir) : []);
const making = (dataDir: string) => listing(dataDir).find((name) => name.startsWith('postgres.making-'));

/** What is in the cluster that initdb is making, as a way to tell how far it has come. */
const inTheMaking = (dataDir: string) => {
  const folder = making(dataDir);
  return folder ? listing(path.join(dataDir, folder, 'cluster')) : [];
};

describe('the first start of the embedded database', () => {
  it.each([
    ['begins', (dataDir: string) => making(dataDir) !== undefined],
    ['has made its folders', (dataDir: string) => inTheMaking(dataDir).includes('PG_VERSION')],
    [
      'has made its system tables',
      (dataDir: string) => existsSync(path.join(dataDir, making(dataDir) ?? '', 'cluster/global/pg_control')),
    ],
    ['is through', (dataDir: string) => existsSync(path.join(dataDir, 'postgres/PG_VERSION'))],
  ])('may be killed when it %s: the next one works and leaves nothing behind', async (_name, isThere) => {
    const dataDir = path.join(directory(), 'data');
    const first = startAndForget(dataDir);
    const pid = await eventually(() => {
      if (!isThere(dataDir)) return undefined;
      return Number(readFileSync(`${dataDir}/sightline.pid`, 'utf8').split(' ')[0]);
    }, 'the moment to kill it');
    process.kill(pid, 'SIGKILL');
    expect(await first).toBeInstanceOf(Error);

    const second = await product({ dataDir });
    expect(await health(second)).toBe(200);
    await second.stop();
    // What an initdb made that outlived its parent goes at the start after.
    const third = await product({ dataDir });
    expect(await health(third)).toBe(200);
    expect(listing(dataDir).toSorted()).toEqual(['postgres', 'secrets.json', 'sightline.pid']);
  });

  it('sets a cluster aside that an older version left half made', async () => {
    const dataDir = path.join(directory(), 'data');
    mkdirSync(path.join(dataDir, 'postgres/global'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres/PG_VERSION'), '18\n');
    const running = await product({ dataDir });
    expect(await health(running)).toBe(200);
    expect(listing(dataDir).some((name) => name.startsWith('postgres.broken-'))).toBe(true);
  });

  it('gives PostgreSQL none of the product’s secrets, and leaves no password file', async () => {
    const running = await product({
      env: {
        ENCRYPTION_KEY: Buffer.alloc(32, 9).toString('base64'),
        NEXTAUTH_SECRET: 'a-session-secret-of-ours',
      },
    });
    const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
    const database = postmaster(running.dataDir);
    const family = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([pid, parent]) => pid === database || parent === database);
    expect(family.length).toBeGreaterThan(3);
    const names = new Set<string>();
    for (const [pid] of family) {
      // A backend may end between the list and here.
      const environ = await eventually(() => readFileSync(`/proc/${pid}/environ`, 'utf8'), 'its environment');
      for (const variable of environ.split('\0')) names.add(variable.split('=')[0] ?? '');
      for (const secret of [BOOTSTRAP_KEY, ADMIN.password, 'a-session-secret-of-ours', 'CQkJ'])
        expect(environ).not.toContain(secret);
    }
    for (const name of [
      'ADMIN_PASSWORD',
      'BOOTSTRAP_API_KEY',
      'NEXTAUTH_SECRET',
      'ENCRYPTION_KEY',
      'METRICS_TOKEN',
    ])
      expect(names).not.toContain(name);

    const { databasePassword } = JSON.parse(readFileSync(`${running.dataDir}/secrets.json`, 'utf8')) as {
      databasePassword: string;
    };
    // grep ends with 1 when it finds nothing anywhere else; other processes’ private files may vanish meanwhile.
    const found = await run('grep', ['-rlsF', databasePassword, running.dataDir]).catch(
      (error: { stdout: string }) => error,
    );
    expect(found.stdout.trim().split('\n')).toEqual([`${running.dataDir}/secrets.json`]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('pg-password-'))).toEqual([]);
  });

  it('says what to do when DATA_DIR cannot be written', async () => {
    const file = path.join(directory(), 'file');
    writeFileSync(file, '');
    await expect(startProduct({ dataDir: path.join(file, 'data'), readyMs: 20_000 })).rejects.toThrow(
      /data directory \S+ cannot be written.*\nWhat to do: /,
    );
  });

  it('says that secrets.json belongs to the database, when another one is there', async () => {
    const dataDir = path.join(directory(), 'data');
    await (await startProduct({ dataDir })).stop();
    rmSync(`${dataDir}/secrets.json`);
    await expect(startProduct({ dataDir, readyMs: 20_000 })).rejects.toThrow(/put the secrets\.json back/);
  });
});

describe('under a directory that only root may enter', () => {
  const isRoot = process.getuid?.() === 0;

  /** A DATA_DIR two levels below what only its owner may enter, as root’s home is. */
  function closedDataDir(): string {
    const home = directory();
    const dataDir = path.join(home, 'clone/.data');
    mkdirSync(path.dirname(dataDir));
    for (const closed of [home, path.dirname(dataDir)]) chmodSync(closed, 0o700);
    return dataDir;
  }

  it('starts, stops and starts again', async () => {
    const dataDir = closedDataDir();
    await (await product({ dataDir })).stop();
    const again = await product({ dataDir });
    expect(await health(again)).toBe(200);
    expect(lstatSync(path.join(dataDir, 'postgres')).isDirectory()).toBe(true);
  });

  it('where root is refused a user namespace, the database lives where its user can reach it, and that is said', async () => {
    const dataDir = closedDataDir();
    // Without the program there is no namespace, as where the kernel refuses one.
    const programs = directory();
    for (const program of ['id', 'locale']) {
      const { stdout } = await run('which', [program]);
      symlinkSync(stdout.trim(), path.join(programs, program));
    }
    const first = await product({ dataDir, env: { PATH: programs } });
    const place = realpathSync(path.join(dataDir, 'postgres'));
    expect(await health(first)).toBe(200);
    const uid = Number(
      /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${postmaster(dataDir)}/status`, 'utf8'))?.[1],
    );
    expect(uid).not.toBe(0);
    // Who is not root runs PostgreSQL himself, and needs no other place.
    expect(place.startsWith(dataDir)).toBe(!isRoot);
    if (isRoot) cleanUps.push(() => rmSync(path.dirname(place), { recursive: true, force: true }));
    const said = first.output().includes('It belongs to your backup');
    expect(said).toBe(isRoot);
    await first.stop();

    const again = await product({ dataDir, env: { PATH: programs } });
    expect(await health(again)).toBe(200);
    expect(realpathSync(path.join(dataDir, 'postgres'))).toBe(place);
    await again.stop();

    rmSync(place, { recursive: true });
    const lost = startProduct({ dataDir, env: { PATH: programs }, readyMs: 20_000 });
    if (isRoot) await expect(lost).rejects.toThrow(/points at a database that is not there/);
    else cleanUps.push((await lost).stop);
  });
});

describe('a PostgreSQL that dies', () => {
  it('is started again by itself: health goes 503, then 200, and calls are on record', async () => {
    const running = await product({ env: { MCP_CONFIG: await configWithUpstream() } });
    expect((await post(running, toolCall('echo').body)).status).toBe(200);
    for (let round = 0; round < 2; round += 1) {
      const before = postmaster(running.dataDir);
      process.kill(before, 'SIGKILL');
      await eventually(async () => ((await health(running)) === 503 ? true : undefined), 'health at 503');
      await eventually(async () => ((await health(running)) === 200 ? true : undefined), 'health at 200');
      expect(postmaster(running.dataDir)).not.toBe(before);
      const id = `after-${round}`;
      const call = () => post(running, toolCall('echo').body, { headers: { 'x-request-id': id } });
      await eventually(async () => ((await call()).status === 200 ? true : undefined), 'a call answered');
      const client = await openDatabase(running);
      expect((await rowsOf(client, id)).at(-1)?.outcome).toBe('ok');
      await client.end();
    }
    expect(running.output()).toContain('the embedded PostgreSQL is back');
    const cookie = await signIn(running.url, ADMIN);
    const servers = await fetch(`${running.url}/api/v1/servers`, { headers: { cookie } });
    expect(servers.status).toBe(200);
  });

  it('is not started again when the process stops', async () => {
    const running = await product();
    const database = postmaster(running.dataDir);
    process.kill(database, 'SIGKILL');
    await sleep(30);
    expect(await running.stop()).toBe(0);
    await expect
      .poll(async () =>
        (await run('ps', ['-A', '-o', 'args='])).stdout.includes(`${running.dataDir}/postgres`),
      )
      .toBe(false);
  });
});

describe('a full disk', () => {
  /** What PostgreSQL does when a table cannot grow; everything else it goes on answering. */
  const FULL = `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON tool_call_logs FOR EACH ROW EXECUTE FUNCTION full_disk();
    CREATE TRIGGER full_disk BEFORE INSERT ON audit_probe FOR EACH ROW EXECUTE FUNCTION full_disk();`;

  it('costs the one call that finds it out; others are refused before they are made', async () => {
    const upstream = await upstreamToStop();
    const running = await product({ env: { MCP_CONFIG: configFor(upstream) } });
    const owner = await openDatabase(running);
    cleanUps.push(() => owner.end());
    const call = async () => (await post(running, toolCall('echo').body)).status;
    const burst = (calls: number) => Promise.all(Array.from({ length: calls }, call));
    const isHealthy = async () => ((await health(running)) === 200 ? true : undefined);
    expect(await call()).toBe(200);

    await owner.query(FULL);
    expect(await call()).toBe(503);
    const heard = upstream.received.length;
    // Longer than three probes.
    for (let round = 0; round < 20; round += 1) {
      expect(await burst(5)).toEqual(Array.from({ length: 5 }, () => 503));
      await sleep(200);
    }
    expect(upstream.received.length).toBe(heard);
    expect(await health(running)).toBe(503);

    // The probe fits again, a row does not: one call is the trial.
    await owner.query('DROP TRIGGER full_disk ON audit_probe');
    await eventually(isHealthy, 'a trial call is let through');
    expect(await burst(20)).toEqual(Array.from({ length: 20 }, () => 503));
    expect(upstream.received.length).toBe(heard + 1);

    await owner.query('DROP TRIGGER full_disk ON tool_call_logs');
    await eventually(isHealthy, 'a trial call is let through again');
    expect(await call()).toBe(200);
    expect(await burst(20)).toEqual(Array.from({ length: 20 }, () => 200));
  });
});

describe('the role of the app', () => {
  /** As the app connects: the pools of a running product show it. */
  async function appRole(client: pg.Client): Promise<string[]> {
    const { rows } = await client.query<{ usename: string }>(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name ~ '^sightline (web|audit|direct|directory)$'`,
    );
    return rows.map((row) => row.usename);
  }

  const ownerUrl = (client: pg.Client, database = 'sightline', user = 'sightline') =>
    `postgresql://${user}:${client.password}@127.0.0.1:${client.port}/${database}`;

  it('adds and reads rows, and PostgreSQL refuses it to change or remove them', async () => {
    const running = await product({ env: { MCP_CONFIG: await configWithUpstream() } });
    await post(running, toolCall('echo').body, { headers: { 'x-request-id': 'kept' } });
    const owner = await openDatabase(running);
    cleanUps.push(() => owner.end());
    expect(await appRole(owner)).toEqual(['sightline_app']);
    expect(await (await fetch(`${running.url}/api/v1/health`)).json()).toMatchObject({
      audit_rows: 'protected',
    });

    const role = await separateAppRole(ownerUrl(owner));
    expect(role.notSeparated).toBeNull();
    const app = new pg.Client({ connectionString: role.url });
    await app.connect();
    cleanUps.push(() => app.end());
    const partition = await owner.query<{ name: string }>(
      `SELECT tableoid::regclass::text AS name FROM tool_call_logs WHERE request_id = 'kept'`,
    );
    const name = partition.rows[0]?.name ?? '';
    expect(name).toMatch(/^tool_call_logs_\d{8}$/);
    for (const statement of [
      `UPDATE tool_call_logs SET outcome = 'ok'`,
      'DELETE FROM tool_call_logs',
      'TRUNCATE tool_call_logs',
      `UPDATE ${name} SET outcome = 'ok'`,
      `DELETE FROM ${name}`,
      `DROP TABLE ${name}`,
      'ALTER TABLE tool_call_logs ADD COLUMN x int',
      'SET ROLE sightline',
      'CREATE TABLE mine (x int)',
      'DELETE FROM _prisma_migrations',
    ]) {
      await expect(app.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    }
    expect(await rowsOf(app, 'kept')).toHaveLength(1);
  });

  it('is not there where the owner may not make one: the app works on, and says so', async () => {
    const database = await product();
    const owner = await openDatabase(database);
    cleanUps.push(() => owner.end());
    await owner.query(`CREATE ROLE plain LOGIN PASSWORD '${String(owner.password)}'`);
    await owner.query('CREATE DATABASE external OWNER plain');
    const running = await product({
      env: { DATABASE_URL: ownerUrl(owner, 'external', 'plain'), MCP_CONFIG: await configWithUpstream() },
    });
    expect((await post(running, toolCall('echo').body)).status).toBe(200);
    expect(await (await fetch(`${running.url}/api/v1/health`)).json()).toMatchObject({
      status: 'ok',
      audit_rows: 'not_protected',
    });
    expect(running.logLines()).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('permission denied') }),
    );
  });

  it('is made in an external database too, where the owner may', async () => {
    const database = await product();
    const owner = await openDatabase(database);
    cleanUps.push(() => owner.end());
    await owner.query(`CREATE ROLE maker LOGIN CREATEROLE PASSWORD '${String(owner.password)}'`);
    await owner.query('CREATE DATABASE external OWNER maker');
    const running = await product({
      env: { DATABASE_URL: ownerUrl(owner, 'external', 'maker'), MCP_CONFIG: await configWithUpstream() },
    });
    expect((await post(running, toolCall('echo').body)).status).toBe(200);
    expect(await (await fetch(`${running.url}/api/v1/health`)).json()).toMatchObject({
      audit_rows: 'protected',
    });
    const { rows } = await owner.query<{ usename: string }>(
      `SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = 'external' AND application_name = 'sightline audit'`,
    );
    expect(rows).toEqual([{ usename: 'maker_app' }]);
  });
});
