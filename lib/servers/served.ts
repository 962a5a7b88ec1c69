import { env } from '../env';

/** Why a server is not served, as a sentence for people and agents, or null when it is. */
export function notServedBecause(server: {
  transport: string;
  origin: string;
  enabled: boolean;
}): string | null {
  if (!server.enabled) return 'It has been switched off by an admin.';
  if (server.transport === 'stdio' && server.origin !== 'config' && !env().ALLOW_STDIO) {
    return 'It is a command that was added at run time, and those are started with ALLOW_STDIO=true only.';
  }
  return null;
}
