import { sealer } from '../crypto/sealer';
import { programName } from '../directory/directory';

/** How a server that is a command is started. */
export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd: string | null;
}

/** At rest the whole of it is sealed to the row: arguments and environment are where credentials stand. */
const contextOf = (serverId: string) => `servers/${serverId}/launch`;

export const sealLaunch = (serverId: string, launch: Launch): string =>
  sealer().seal(JSON.stringify(launch), contextOf(serverId));

/** Throws SealError when the keys at hand or the place do not fit. */
export const openLaunch = (serverId: string, sealed: string): Launch =>
  JSON.parse(sealer().open(sealed, contextOf(serverId))) as Launch;

/** What people see of it: the program and how many arguments it gets. */
export function shownCommand({ command, args }: Launch): string {
  const count = args.length === 1 ? '1 argument' : `${args.length} arguments`;
  return args.length === 0 ? programName(command) : `${programName(command)} (${count})`;
}
