/** What the browser tests play on: the product, server-everything behind it, an admin and a viewer. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEverything } from './everything.mjs';
import { ADMIN, BOOTSTRAP_KEY, startProduct } from './product.mjs';
import { signIn } from './sign-in.mjs';

const VIEWER = { email: 'viewer@example.com', password: 'looks-but-does-not-touch' };

/** @returns {Promise<{ env: Record<string, string>, clear: () => Promise<void> }>} */
export async function setBrowserStage() {
  const everything = await startEverything();
  const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-stage-')), 'mcp.json');
  const servers = {
    everything: { url: everything.url },
    files: { command: 'npx', args: ['mcp-server-filesystem', '/tmp'] },
  };
  writeFileSync(config, JSON.stringify({ mcpServers: servers }));
  const product = await startProduct({ env: { MCP_CONFIG: config } });
  const cookie = await signIn(product.url, ADMIN);
  const added = await fetch(`${product.url}/api/v1/users`, {
    method: 'POST',
    headers: { cookie, origin: product.url, 'content-type': 'application/json' },
    body: JSON.stringify({ ...VIEWER, name: 'Viewer', role: 'viewer' }),
  });
  if (added.status !== 201) throw new Error(`The viewer could not be added: ${await added.text()}`);
  return {
    env: {
      BASE_URL: product.url,
      E2E_ADMIN_EMAIL: ADMIN.email,
      E2E_ADMIN_PASSWORD: ADMIN.password,
      E2E_VIEWER_EMAIL: VIEWER.email,
      E2E_VIEWER_PASSWORD: VIEWER.password,
      E2E_API_KEY: BOOTSTRAP_KEY,
      E2E_DATABASE_URL: databaseUrl(product.dataDir),
    },
    async clear() {
      await product.stop();
      product.cleanUp();
      everything.stop();
    },
  };
}

/** @param {string} dataDir */
function databaseUrl(dataDir) {
  const { databasePassword } = JSON.parse(readFileSync(`${dataDir}/secrets.json`, 'utf8'));
  const port = readFileSync(`${dataDir}/postgres/postmaster.pid`, 'utf8').split('\n')[3];
  return `postgresql://sightline:${databasePassword}@127.0.0.1:${port}/sightline`;
}
