/** Starts @modelcontextprotocol/server-everything, a real MCP server from npm, over streamable HTTP. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './product.mjs';
import { ROOT } from './steps.mjs';

/** @returns {Promise<{ url: string, stop: () => void }>} */
export async function startEverything() {
  const port = await freePort();
  const entry = path.join(ROOT, 'node_modules/@modelcontextprotocol/server-everything/dist/index.js');
  const child = spawn(process.execPath, [entry, 'streamableHttp'], {
    env: { ...process.env, PORT: String(port) },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/mcp`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) break;
    const answer = await fetch(url).catch(() => undefined);
    if (answer) return { url, stop: () => void child.kill('SIGKILL') };
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error('server-everything did not start.');
}
