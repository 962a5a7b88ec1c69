/** The server to try, of the MCP project itself: no account, no configuration. */
export const EXAMPLE = {
  slug: 'everything',
  name: 'everything',
  command: 'npx',
  args: ['-y', '@modelcontextprotocol/server-everything'],
};
