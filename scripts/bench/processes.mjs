/** The processes of the benchmark: started, spoken to and ended from here. */
import { fork, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endProduct } from '../demo/end-product.mjs';
import { BOOTSTRAP_KEY, freePort, startProduct } from '../support/product.mjs';
import { ROOT, step } from '../support/steps.mjs';

const NEXT = path.join(ROOT, 'node_modules/next/dist/bin/next');
export const SLUG = 'bench';

/** What an agent sends along; every variant gets the same request. */
export const HEADERS = {
  authorization: `Bearer ${BOOTSTRAP_KEY}`,
  accept: 'application/json, text/event-stream',
  'content-type': 'application/json',
  'mcp-protocol-version': '2025-11-25',
  'user-agent': 'bench',
};

/**
 * @typedef {object} Helper
 * @property {number} port
 * @property {number} pid
 * @property {(message: unknown) => Promise<any>} ask  sends a message and resolves with the next one that comes
 * @property {() => void} stop
 */

/**
 * Starts a script of this directory that announces its port.
 *
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<Helper>}
 */
export async function startHelper(name, args = []) {
  const child = fork(fileURLToPath(new URL(`${name}.mjs`, import.meta.url)), args, {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  /** @type {{ resolve: (message: any) => void, reject: (error: Error) => void } | undefined} */
  let waiting;
  child.on('message', (message) => waiting?.resolve(message));
  child.on('exit', (code) => waiting?.reject(new Error(`The benchmark's ${name} ended with ${code}.`)));
  const next = () => new Promise((resolve, reject) => (waiting = { resolve, reject }));
  const { port } = await next();
  return {
    port,
    pid: child.pid ?? 0,
    ask(message) {
      const answer = next();
      child.send(/** @type {import('node:child_process').Serializable} */ (message));
      return answer;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

/**
 * Starts Sightline with everything on: embedded PostgreSQL, export, a real key, one server from MCP_CONFIG.
 *
 * @param {{ lane: 'direct' | 'route', upstream: Helper, receiver: Helper, env?: Record<string, string> }} options
 */
export async function startSightline({ lane, upstream, receiver, env = {} }) {
  const directory = mkdtempSync(path.join(tmpdir(), 'sightline-bench-'));
  const config = path.join(directory, 'mcp.json');
  const server = { type: 'http', url: `http://127.0.0.1:${upstream.port}/mcp` };
  writeFileSync(config, JSON.stringify({ mcpServers: { [SLUG]: server } }));
  const product = await startProduct({
    lane,
    env: {
      MCP_CONFIG: config,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${receiver.port}/${lane}`,
      ...env,
    },
  });
  return {
    ...product,
    port: Number(new URL(product.url).port),
    async end() {
      await endProduct(product);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Builds the empty Next app and serves it with plain "next start". It is built outside the repository: Next
 * looks for instrumentation.ts in the directories above, and would find Sightline's.
 */
export async function startEmptyApp() {
  const directory = mkdtempSync(path.join(tmpdir(), 'sightline-bench-empty-'));
  cpSync(path.join(ROOT, 'scripts/bench/empty-app'), directory, { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(directory, 'node_modules'), 'junction');
  await step('Building the empty Next app', process.execPath, [NEXT, 'build', directory], {
    env: { NODE_ENV: 'production' },
    hint: 'The output above says why.',
  });
  const port = await freePort();
  const serve = [NEXT, 'start', directory, '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, serve, {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: 'ignore',
  });
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}/empty`;
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    const answer = await fetch(url, { method: 'POST' }).catch(() => undefined);
    if (answer?.status === 200) return { port, pid: child.pid ?? 0, stop };
    await sleep(50);
  }
  stop();
  throw new Error('The empty Next app did not start.');
}
