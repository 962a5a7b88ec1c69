/** Why a server is not served, as a sentence for people and agents, or null when it is. */
export function notServedBecause(server: { transport: string; enabled: boolean }): string | null {
  if (server.transport === 'stdio')
    return 'Servers that are started as a command (stdio) are not served yet.';
  if (!server.enabled) return 'It has been switched off by an admin.';
  return null;
}
