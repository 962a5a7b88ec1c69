export const KEY_PLACEHOLDER = 'YOUR_KEY';

/** Where agents reach a server. */
export const agentAddress = (address: string, slug: string) => `${address}/mcp/${slug}`;

/** The configuration that Claude Desktop, Cursor and VS Code share, for one server. */
export function clientConfiguration(address: string, slug: string, key: string = KEY_PLACEHOLDER): string {
  const server = {
    type: 'http',
    url: agentAddress(address, slug),
    headers: { Authorization: `Bearer ${key}` },
  };
  return JSON.stringify({ mcpServers: { [slug]: server } }, null, 2);
}

/** A first call that needs nothing but a shell. Only calls that do something are logged, so it calls a tool. */
export function curlCall(address: string, slug: string, key: string = KEY_PLACEHOLDER): string {
  const message = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'TOOL_NAME', arguments: {} },
  };
  return [
    `curl ${agentAddress(address, slug)} \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H 'Accept: application/json, text/event-stream' \\`,
    `  -d '${JSON.stringify(message)}'`,
  ].join('\n');
}
