export const KEY_PLACEHOLDER = 'YOUR_KEY';

/** Where agents reach a server. */
export const agentAddress = (address: string, slug: string) => `${address}/mcp/${slug}`;

/** What a client needs to know of one server. */
interface Connection {
  /** the gateway's own address */
  address: string;
  /** the server that somebody has chosen; never just the first one */
  slug: string;
  key: string;
}

/** One text to copy, and where it goes. */
export interface Piece {
  /** what it is, for screen readers and beside the copy button: "command" */
  what: string;
  /** what to do with it, as the words before the text */
  intro: string;
  text: string;
}

/** A client program, and what connects it. */
export interface Client {
  name: string;
  pieces: (connection: Connection) => Piece[];
}

const url = ({ address, slug }: Connection) => agentAddress(address, slug);
const bearer = ({ key }: Connection) => `Bearer ${key}`;
const json = (value: unknown) => JSON.stringify(value, null, 2);

const httpEntry = (connection: Connection) => ({
  type: 'http',
  url: url(connection),
  headers: { Authorization: bearer(connection) },
});

/** The configuration that most clients share, for one server. */
export function clientConfiguration(address: string, slug: string, key: string = KEY_PLACEHOLDER): string {
  return json({ mcpServers: { [slug]: httpEntry({ address, slug, key }) } });
}

/** A first call that needs nothing but a shell: opens a session, lists the tools, calls one. */
export function curlCall(address: string, slug: string, key: string = KEY_PLACEHOLDER): string {
  return `URL='${agentAddress(address, slug)}'
KEY='${key}'
TOOL='echo'
ARGUMENTS='{"message":"hello"}'

send() {
  curl -sS "$URL" -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
    -H 'Accept: application/json, text/event-stream' \\
    \${SESSION:+"-HMcp-Session-Id: $SESSION"} \${SESSION:+"-HMcp-Protocol-Version: 2025-06-18"} "$@"
}
SESSION=''
SESSION=$(send -D - -o /dev/null -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}' |
  tr -d '\\r' | awk 'tolower($1) == "mcp-session-id:" { print $2 }')
send -d '{"jsonrpc":"2.0","method":"notifications/initialized"}'
send -d '{"jsonrpc":"2.0","id":2,"method":"tools/list"}'
send -d '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"'"$TOOL"'","arguments":'"$ARGUMENTS"'}}'`;
}

/** The clients that people choose from, the most used first. */
export const CLIENTS: readonly Client[] = [
  {
    name: 'Claude Code',
    pieces: (connection) => [
      { what: 'command', intro: 'In a terminal', text: claudeCodeCommand(connection) },
      {
        what: 'configuration',
        intro: 'or as a file, .mcp.json in the project',
        text: json({ mcpServers: { [connection.slug]: httpEntry(connection) } }),
      },
    ],
  },
  {
    name: 'Claude Desktop',
    pieces: (connection) => [
      {
        what: 'configuration',
        intro:
          'claude_desktop_config.json (Settings, Developer, Edit Config). It starts commands only, so mcp-remote carries the messages',
        text: json({ mcpServers: { [connection.slug]: throughRemote(connection) } }),
      },
    ],
  },
  {
    name: 'Cursor',
    pieces: (connection) => [
      {
        what: 'configuration',
        intro: '.cursor/mcp.json in the project, or ~/.cursor/mcp.json',
        text: json({
          mcpServers: {
            [connection.slug]: { url: url(connection), headers: { Authorization: bearer(connection) } },
          },
        }),
      },
    ],
  },
  {
    name: 'VS Code',
    pieces: (connection) => [
      {
        what: 'configuration',
        intro: '.vscode/mcp.json in the workspace',
        text: json({ servers: { [connection.slug]: httpEntry(connection) } }),
      },
    ],
  },
  {
    name: 'Codex',
    pieces: (connection) => [
      { what: 'configuration', intro: '~/.codex/config.toml', text: codexTable(connection) },
    ],
  },
  {
    name: 'curl',
    pieces: ({ address, slug, key }) => [
      {
        what: 'commands',
        intro:
          'In a shell. TOOL may be any tool of the list that is printed; echo is one of the example server',
        text: curlCall(address, slug, key),
      },
    ],
  },
  {
    name: 'SDKs',
    pieces: (connection) => [
      { what: 'TypeScript', intro: 'TypeScript, @modelcontextprotocol/sdk', text: typeScript(connection) },
      { what: 'Python', intro: 'Python, mcp', text: python(connection) },
    ],
  },
];

function claudeCodeCommand(connection: Connection): string {
  return [
    `claude mcp add --transport http ${connection.slug} \\`,
    `  ${url(connection)} \\`,
    `  --header "Authorization: ${bearer(connection)}"`,
  ].join('\n');
}

/** The credential stands in the environment: some versions of the client break arguments at blanks. */
function throughRemote(connection: Connection) {
  const { protocol, hostname } = new URL(connection.address);
  const isFarAndPlain = protocol === 'http:' && !['localhost', '127.0.0.1'].includes(hostname);
  return {
    command: 'npx',
    args: [
      '-y',
      'mcp-remote',
      url(connection),
      '--header',
      'Authorization:${AUTHORIZATION}',
      ...(isFarAndPlain ? ['--allow-http'] : []),
    ],
    env: { AUTHORIZATION: bearer(connection) },
  };
}

const codexTable = (connection: Connection): string =>
  [
    `[mcp_servers.${connection.slug}]`,
    `url = ${JSON.stringify(url(connection))}`,
    `http_headers = { Authorization = ${JSON.stringify(bearer(connection))} }`,
  ].join('\n');

const typeScript = (connection: Connection): string =>
  `import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const client = new Client({ name: "my-agent", version: "1.0.0" });
const headers = { Authorization: "${bearer(connection)}" };
await client.connect(
  new StreamableHTTPClientTransport(new URL("${url(connection)}"), { requestInit: { headers } }),
);
console.log((await client.listTools()).tools.map((tool) => tool.name));`;

const python = (connection: Connection): string =>
  `import asyncio
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

async def main():
    headers = {"Authorization": "${bearer(connection)}"}
    async with streamablehttp_client("${url(connection)}", headers=headers) as (read, write, _):
        async with ClientSession(read, write) as session:
            await session.initialize()
            print([tool.name for tool in (await session.list_tools()).tools])

asyncio.run(main())`;
