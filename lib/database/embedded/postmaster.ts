import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { spawnAs, type Environment } from './account';
import { OWNER } from './cluster';
import { freeCluster } from './lock-file';
import type { Place } from './place';

/** What a supervisor tells. */
export interface PostmasterEvents {
  /** PostgreSQL has ended without being asked to; it is being started again. `output`: its last lines. */
  onDown(ending: string, output: string): void;
  /** It is there again. */
  onUp(): void;
}

export interface Postmaster {
  /** of 127.0.0.1; it stays the same when PostgreSQL is started again */
  port: number;
  /** Fast shutdown, at the deadline an immediate one, which costs the next start a recovery. */
  stop(deadlineMs: number): Promise<void>;
}

const START_MS = 90_000;
const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 10_000;
/** A PostgreSQL that has lived that long was well: the next start is not held back. */
const WELL_MS = 60_000;
const IMMEDIATE_MS = 2_000;
const KEPT_LINES = 40;

/**
 * Starts PostgreSQL in `place` and keeps it running: one that ends is started again, at once and then with
 * growing pauses. Resolves when it answers. Throws an Error with PostgreSQL's last lines when it does not.
 */
export async function startPostmaster(
  place: Place,
  password: string,
  env: Environment,
  events: PostmasterEvents,
): Promise<Postmaster> {
  await freeCluster(place.cluster);
  const first = await startFirst(place, password, env);
  const { port } = first;
  let running: Running | undefined = first.running;
  let stopping = false;

  const supervise = async () => {
    let delayMs = FIRST_DELAY_MS;
    while (running) {
      const startedMs = performance.now();
      const ending = await running.ended;
      if (stopping) return;
      if (performance.now() - startedMs > WELL_MS) delayMs = FIRST_DELAY_MS;
      events.onDown(ending, running.output());
      running = undefined;
      while (!running && !stopping) {
        await sleep(delayMs, undefined, { ref: false });
        delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
        if (!stopping) running = await again();
      }
    }
  };
  const again = async (): Promise<Running | undefined> => {
    await freeCluster(place.cluster);
    const attempt = launch(place, port, env);
    const failure = await untilReady(attempt, port, password, () => stopping);
    if (stopping) {
      await shutDown(attempt, IMMEDIATE_MS);
      return undefined;
    }
    if (failure === null) {
      events.onUp();
      return attempt;
    }
    await shutDown(attempt, IMMEDIATE_MS);
    events.onDown(failure, attempt.output());
    return undefined;
  };
  const supervised = supervise();

  return {
    port,
    async stop(deadlineMs) {
      stopping = true;
      if (running) await shutDown(running, deadlineMs);
      else await Promise.race([supervised, sleep(deadlineMs, undefined, { ref: false })]);
    },
  };
}

/** The first start chooses the port; whoever takes it in the moment between makes us choose another. */
async function startFirst(
  place: Place,
  password: string,
  env: Environment,
): Promise<{ port: number; running: Running }> {
  const deadline = Date.now() + START_MS;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, 2_000)) {
    const port = await freePort();
    const running = launch(place, port, env);
    const failure = await untilReady(running, port, password, () => false);
    if (failure === null) return { port, running };
    await shutDown(running, IMMEDIATE_MS);
    // Only what passes by itself is worth another try: the port, or server processes that outlive their postmaster.
    const passes = /address already in use|still in use|is another postmaster/i.test(running.output());
    if (!passes || Date.now() > deadline) {
      throw new Error(
        `The embedded PostgreSQL in ${place.cluster} did not start (${failure}).\n${running.output()}`,
      );
    }
    await sleep(delayMs);
  }
}

interface Running {
  child: ChildProcess;
  /** resolves with how it ended */
  ended: Promise<string>;
  hasEnded(): boolean;
  output(): string;
}

function launch(place: Place, port: number, env: Environment): Running {
  const child = spawnAs(
    place.account,
    place.binaries.postgres,
    [
      '-D',
      place.cluster,
      '-p',
      String(port),
      '--listen_addresses=127.0.0.1',
      '--unix_socket_directories=',
      // Its last lines go into our log, where no value of a row may stand.
      '--log_min_error_statement=panic',
      '--log_error_verbosity=terse',
    ],
    { env, stdio: ['ignore', 'ignore', 'pipe'], session: 'own' },
  );
  let lines: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => {
    lines = [...lines, ...chunk.toString().trimEnd().split('\n')].slice(-KEPT_LINES);
  });
  let ended = false;
  const ending = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  }).then((how) => {
    ended = true;
    return how;
  });
  return { child, ended: ending, hasEnded: () => ended, output: () => lines.join('\n') };
}

/** Null when it answers, else why not. */
async function untilReady(
  running: Running,
  port: number,
  password: string,
  isOver: () => boolean,
): Promise<string | null> {
  const deadline = Date.now() + START_MS;
  while (!running.hasEnded() && !isOver()) {
    const error = await connect(port, password);
    if (error === undefined) return null;
    if (isWrongPassword(error)) {
      return 'its password is not the one in secrets.json: put the secrets.json back that belongs to it';
    }
    if (Date.now() > deadline) return `no answer within ${START_MS / 1000} s`;
    await sleep(25);
  }
  return running.hasEnded() ? running.ended : 'stopped';
}

async function connect(port: number, password: string): Promise<unknown> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: OWNER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const isWrongPassword = (error: unknown) => error instanceof pg.DatabaseError && error.code === '28P01';

async function shutDown(running: Running, deadlineMs: number): Promise<void> {
  if (running.hasEnded()) return;
  for (const [signal, ms] of [
    ['SIGINT', deadlineMs],
    ['SIGQUIT', IMMEDIATE_MS],
    ['SIGKILL', IMMEDIATE_MS],
  ] as const) {
    running.child.kill(signal);
    const late = new AbortController();
    const ended = await Promise.race([
      running.ended.then(() => true),
      sleep(ms, false, { signal: late.signal }).catch(() => false),
    ]);
    late.abort();
    if (ended) return;
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
