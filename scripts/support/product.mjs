/** Starts Sightline as a process of its own, the way its users do; for tests, the demo and the benchmark. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from './steps.mjs';

export const BOOTSTRAP_KEY = 'test-bootstrap-key-0123456789';
export const METRICS_TOKEN = 'test-metrics-token-0123456789';
export const ADMIN = { email: 'admin@example.com', password: 'correct-horse-battery' };

/**
 * @typedef {object} Product
 * @property {string} url
 * @property {string} dataDir
 * @property {number} pid
 * @property {() => string} output  everything it wrote to stdout and stderr so far
 * @property {() => Record<string, unknown>[]} logLines  the JSON lines among it
 * @property {(signal?: NodeJS.Signals) => Promise<number | null>} stop  resolves with the exit code
 * @property {() => void} cleanUp  removes the data directory
 */

/**
 * @param {{ lane?: 'direct' | 'route', env?: Record<string, string | undefined>, dataDir?: string, readyMs?: number }} [options]
 *   `direct`: server.mjs; `route`: plain "next start", where the route handlers serve /mcp
 * @returns {Promise<Product>}
 */
export async function startProduct({ lane = 'direct', env = {}, dataDir, readyMs = 60_000 } = {}) {
  const directory = dataDir ?? mkdtempSync(path.join(tmpdir(), 'sightline-'));
  const port = await freePort();
  const entry =
    lane === 'direct'
      ? ['server.mjs']
      : ['node_modules/next/dist/bin/next', 'start', '--hostname', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, entry, {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: directory,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      BOOTSTRAP_API_KEY: BOOTSTRAP_KEY,
      METRICS_TOKEN,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  /** @type {Promise<number | null>} */
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const product = {
    url: `http://127.0.0.1:${port}`,
    dataDir: directory,
    pid: child.pid ?? 0,
    output: () => output,
    logLines: () => parseLines(output),
    async stop(/** @type {NodeJS.Signals} */ signal = 'SIGTERM') {
      if (child.exitCode === null) child.kill(signal);
      return exited;
    },
    cleanUp: () => rmSync(directory, { recursive: true, force: true }),
  };
  await Promise.race([
    ready(product.url, readyMs),
    exited.then((code) => {
      throw new Error(`Sightline ended with ${code} before it was ready:\n${output}`);
    }),
  ]).catch(async (error) => {
    await product.stop('SIGKILL');
    throw new Error(`${error.message}\n${output}`);
  });
  return product;
}

/**
 * @param {string} url
 * @param {number} deadlineMs
 */
async function ready(url, deadlineMs) {
  const deadline = Date.now() + deadlineMs;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/api/v1/health`).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(50);
  }
  throw new Error(`Sightline was not ready after ${deadlineMs} ms.`);
}

/**
 * @param {string} output
 * @returns {Record<string, unknown>[]}
 */
function parseLines(output) {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      try {
        return [JSON.parse(line)];
      } catch {
        return []; // the last line may be half written
      }
    });
}

/** @returns {Promise<number>} a port that was free a moment ago */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
