import path from 'node:path';
import type { StdioTarget } from '../../directory/directory';

/** What is started, in the words of node:child_process. */
export interface Launch {
  file: string;
  args: string[];
  env: Record<string, string>;
  cwd: string | undefined;
}

/** Where npm's own programs lie beside node on Windows, whose npx is a batch file that only a shell can run. */
const NPM_PROGRAMS: Record<string, string> = { npx: 'npx-cli.js', npm: 'npm-cli.js' };

/**
 * The command of a server, ready to be started without a shell: nothing in it is expanded, split or looked at.
 *
 * @param inherited what every command gets of the gateway's own environment; everything else stays here
 */
export function launchOf(
  { command, args, env, cwd }: StdioTarget,
  inherited: Readonly<Record<string, string>>,
  { platform, execPath }: Pick<NodeJS.Process, 'platform' | 'execPath'> = process,
): Launch {
  const rest = { env: { ...inherited, ...env }, cwd: cwd ?? undefined };
  const program =
    platform === 'win32' ? NPM_PROGRAMS[command.toLowerCase().replace(/\.cmd$/, '')] : undefined;
  if (program === undefined) return { file: command, args: [...args], ...rest };
  const script = path.win32.join(path.win32.dirname(execPath), 'node_modules', 'npm', 'bin', program);
  return { file: execPath, args: [script, ...args], ...rest };
}

/** The same text for the same command: what runs under another one is out of date. */
export function launchKey({ command, args, env, cwd, shared }: StdioTarget): string {
  return JSON.stringify([command, args, Object.entries(env), cwd, shared]);
}
