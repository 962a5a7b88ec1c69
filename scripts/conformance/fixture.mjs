/**
 * The MCP server that the conformance suite wants to find: its tools, prompts and resources have the names
 * and answers that the scenarios ask for. Built on the official SDK, both protocol eras on one endpoint, so
 * that what differs through the gateway is the gateway's doing.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import {
  localhostHostValidation,
  localhostOriginValidation,
  toNodeHandler,
} from '@modelcontextprotocol/node';
import {
  createMcpHandler,
  createRequestStateCodec,
  isLegacyRequest,
  McpServer,
} from '@modelcontextprotocol/server';
import { legacySessions } from './legacy-sessions.mjs';
import { addLegacyTools } from './legacy-tools.mjs';
import { addPrompts } from './prompts.mjs';
import { addResources } from './resources.mjs';
import { addRoundTools } from './round-tools.mjs';
import { addStatelessTools } from './stateless-tools.mjs';
import { addTools } from './tools.mjs';

/** What a client may keep of lists and reads; the suite wants to see both hints. */
const CACHE = { ttlMs: 1000, cacheScope: /** @type {const} */ ('public') };

/**
 * Starts the fixture on a free loopback port.
 *
 * @returns {Promise<{ url: string, openSessions: () => number, stop: () => Promise<void> }>}
 */
export async function startFixture() {
  // Only this process has to recognise the state that it hands out.
  const states = createRequestStateCodec({ key: crypto.getRandomValues(new Uint8Array(32)) });
  const build = (/** @type {'legacy' | 'modern'} */ era) => {
    const server = new McpServer(
      { name: 'conformance-fixture', version: '1.0.0' },
      {
        capabilities: { logging: {}, completions: {}, resources: { subscribe: true } },
        requestState: { verify: states.verify },
        cacheHints: {
          'tools/list': CACHE,
          'prompts/list': CACHE,
          'resources/list': CACHE,
          'resources/templates/list': CACHE,
          'resources/read': CACHE,
          'server/discover': CACHE,
        },
      },
    );
    addTools(server);
    addPrompts(server);
    addResources(server);
    if (era === 'legacy') addLegacyTools(server);
    else {
      addStatelessTools(server, modern.notify);
      addRoundTools(server, states);
    }
    return server;
  };
  const modern = createMcpHandler(({ era }) => build(era), { legacy: 'reject' });
  const legacy = legacySessions(() => build('legacy'));
  const handle = toNodeHandler({
    fetch: async (request) =>
      (await isLegacyRequest(request)) ? legacy.fetch(request) : modern.fetch(request),
  });
  const [goodHost, goodOrigin] = [localhostHostValidation(), localhostOriginValidation()];
  const server = createServer((request, response) => {
    if (!goodHost(request, response) || !goodOrigin(request, response)) return;
    // The adapter's types leave out that Node may not know a method, as it does of answers.
    void handle(
      /** @type {import('@modelcontextprotocol/node').NodeIncomingMessageLike} */ (request),
      response,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://localhost:${port}/mcp`,
    openSessions: legacy.size,
    async stop() {
      await Promise.all([modern.close(), legacy.close()]);
      server.closeAllConnections();
      server.close();
    },
  };
}
