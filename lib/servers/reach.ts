import { addressColumns } from './address';
import { sealHeaders } from './headers';
import { sealLaunch, shownCommand, type Launch } from './launch';

/** How a server is reached: at an address, or by a command of its own. */
export type Reach = { url: string; headers: Record<string, string> } | { launch: Launch; shared: boolean };

/** The columns that say so; those of the other kind are emptied. @param id of the row, to which secrets are sealed */
export function reachColumns(id: string, reach: Reach) {
  if ('url' in reach) {
    return {
      transport: 'http' as const,
      ...addressColumns(id, reach.url),
      command: null,
      sealedHeaders: sealHeaders(id, reach.url, reach.headers),
      headerNames: Object.keys(reach.headers),
      sealedLaunch: null,
      shared: false,
    };
  }
  return {
    transport: 'stdio' as const,
    url: null,
    sealedUrl: null,
    command: shownCommand(reach.launch),
    sealedHeaders: null,
    headerNames: [],
    sealedLaunch: sealLaunch(id, reach.launch),
    shared: reach.shared,
  };
}

/** What an input of the schemas says of a command. */
export interface CommandInput {
  command: string;
  args?: string[] | undefined;
  env?: Record<string, string> | undefined;
  cwd?: string | undefined;
}

export const launchFrom = ({ command, args = [], env = {}, cwd }: CommandInput): Launch => ({
  command,
  args,
  env,
  cwd: cwd ?? null,
});
