/** The calls of the demo, made by the official MCP client and, where it would not, by hand. */
import { randomBytes } from 'node:crypto';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { BOOTSTRAP_KEY } from '../support/product.mjs';

/** Made anew each time, so that nothing but this run can have written them anywhere. */
export const SECRETS = {
  /** a bare token in the middle of a sentence */
  inText: `ghp_${randomBytes(18).toString('hex')}`,
  /** what only its name gives away */
  underName: `swordfish-${randomBytes(8).toString('hex')}`,
};

/**
 * @typedef {object} MadeCall
 * @property {string} title
 * @property {string} traceId  the caller's trace, which Sightline has to continue
 * @property {string} parentSpanId  the caller's span
 * @property {string} server  what the record has to say …
 * @property {string} tool
 * @property {string} status
 * @property {string} answer  what the client was told, shortened
 */

/** The two servers: one that answers over HTTP, and one that Sightline starts as a command. */
export const SERVERS = { http: 'everything', stdio: 'files' };

/**
 * @param {string} url of Sightline
 * @param {string} file that the server of files may read
 * @returns {Promise<MadeCall[]>}
 */
export async function makeCalls(url, file) {
  const endpoint = `${url}/mcp/${SERVERS.http}`;
  const { client, tool, end } = await connect(endpoint);
  const files = await connect(`${url}/mcp/${SERVERS.stdio}`);
  const calls = [
    await make('a tool call', 'echo', 'ok', tool('echo', { message: 'Hello, Sightline' })),
    await make('a tool that fails', 'get-sum', 'tool_error', tool('get-sum', { a: 'one', b: 2 })),
    await make('a method that does not exist', '', 'protocol_error', (_meta) =>
      client.request(
        /** @type {any} */ ({ method: 'tools/imagine', params: { _meta } }),
        /** @type {any} */ (ANYTHING),
      ),
    ),
    await make('a key that is none', '', 'denied', (_meta) => callWithWrongKey(endpoint, _meta)),
    await make(
      'a server that is a command',
      'read_text_file',
      'ok',
      files.tool('read_text_file', { path: file }),
      SERVERS.stdio,
    ),
    await make(
      'secrets in the arguments',
      'echo',
      'ok',
      tool('echo', { message: `Use ${SECRETS.inText} from now on`, token: SECRETS.underName }),
    ),
  ];
  await end();
  await files.end();
  return calls;
}

/** @param {string} endpoint */
async function connect(endpoint) {
  const client = new Client({ name: 'sightline-demo', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(new URL(endpoint), {
    requestInit: { headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` } },
  });
  await client.connect(/** @type {any} */ (transport));
  return {
    client,
    tool: (/** @type {string} */ name, /** @type {Record<string, unknown>} */ args) => {
      return (/** @type {{ traceparent: string }} */ _meta) =>
        client.callTool({ name, arguments: args, _meta });
    },
    async end() {
      await transport.terminateSession();
      await client.close();
    },
  };
}

/** A schema that accepts every result: the call is not meant to have one. */
const ANYTHING = {
  '~standard': { version: 1, vendor: 'demo', validate: (/** @type {unknown} */ value) => ({ value }) },
};

/**
 * @param {string} title
 * @param {string} tool
 * @param {string} status
 * @param {(meta: { traceparent: string }) => Promise<unknown>} call
 * @param {string} [server]
 * @returns {Promise<MadeCall>}
 */
async function make(title, tool, status, call, server = SERVERS.http) {
  const traceId = randomBytes(16).toString('hex');
  const parentSpanId = randomBytes(8).toString('hex');
  const answer = await call({ traceparent: `00-${traceId}-${parentSpanId}-01` }).then(
    describe,
    describeError,
  );
  return { title, tool, status, server, traceId, parentSpanId, answer };
}

/**
 * @param {string} endpoint
 * @param {{ traceparent: string }} meta
 */
async function callWithWrongKey(endpoint, meta) {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: 'Bearer not-a-key-of-this-gateway',
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      traceparent: meta.traceparent,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'echo', arguments: {} },
    }),
  });
  const { error } = await answer.json();
  throw new Error(`HTTP ${answer.status}: ${error.message}`);
}

/** @param {any} result */
function describe(result) {
  const text = result?.content?.[0]?.text ?? JSON.stringify(result);
  return result?.isError ? `isError: ${text}` : text;
}

/** @param {any} error */
const describeError = (error) =>
  error.code === undefined ? error.message : `${error.code}: ${error.message}`;
