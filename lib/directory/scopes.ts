/** What a key may do: call MCP servers, read the REST API (metrics included), administer it. Pure: browsers read it. */
export const KEY_SCOPES = ['mcp', 'read', 'admin'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];
