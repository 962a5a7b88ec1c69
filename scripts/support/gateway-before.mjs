/** Sightline in front of given servers, on a database of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BOOTSTRAP_KEY, startProduct } from './product.mjs';

/**
 * @param {Record<string, string>} servers  address of each, by the name it gets
 * @returns {Promise<{ product: import('./product.mjs').Product, key: string, urlOf: (name: string) => string, stop: () => Promise<void> }>}
 *   `key` may call all of them; `urlOf` is where an agent finds one
 */
export async function startGatewayBefore(servers) {
  const folder = mkdtempSync(path.join(tmpdir(), 'sightline-config-'));
  const config = path.join(folder, 'mcp.json');
  const mcpServers = Object.fromEntries(Object.entries(servers).map(([name, url]) => [name, { url }]));
  writeFileSync(config, JSON.stringify({ mcpServers }));
  const product = await startProduct({ env: { MCP_CONFIG: config } });
  return {
    product,
    key: BOOTSTRAP_KEY,
    urlOf: (name) => `${product.url}/mcp/${name}`,
    async stop() {
      await product.stop();
      product.cleanUp();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
