import { execFile, spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Who runs PostgreSQL, which refuses to run as root:
 * `self` this process's user; `namespace` root in a user namespace of its own, where root's files are
 * its own and its rights are gone (`unshare -U`); `other` another user of this machine.
 */
export type Account =
  { kind: 'self' } | { kind: 'namespace' } | { kind: 'other'; uid: number; gid: number; name: string };

/** What a child may know of the environment; see childEnvironment in lib/env.ts. */
export type Environment = NodeJS.ProcessEnv;

/**
 * Starts a program as that account. It gets a session of its own: Ctrl-C in a terminal reaches every process
 * there, and PostgreSQL must not go before the calls are on record.
 */
export function spawnAs(
  account: Account,
  program: string,
  args: readonly string[],
  options: { env: Environment; stdio: StdioOptions; session: 'own' | 'shared' },
): ChildProcess {
  const { env, stdio } = options;
  const shared = { env, stdio, detached: options.session === 'own', windowsHide: true };
  if (account.kind === 'namespace') return spawn('unshare', ['-U', '--', program, ...args], shared);
  if (account.kind === 'other')
    return spawn(program, args, { ...shared, uid: account.uid, gid: account.gid });
  return spawn(program, args, shared);
}

/** Whether that account can run `program` and pass through (`x`) or write (`w`) `folder`. */
export async function canUse(
  account: Account,
  program: string,
  folder: string,
  right: 'x' | 'w',
  env: Environment,
): Promise<boolean> {
  const script = `test -${right} "$0" && exec "$1" --version`;
  const child = spawnAs(account, '/bin/sh', ['-c', script, folder, program], {
    env,
    stdio: 'ignore',
    session: 'shared',
  });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

/** The user whom root lends PostgreSQL to: "postgres" where the system has one, else "nobody". */
export async function otherAccount(): Promise<Account | undefined> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all([idOf('-u', name), idOf('-g', name)]);
    if (uid !== undefined && gid !== undefined) return { kind: 'other', uid, gid, name };
  }
  return undefined;
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number | undefined> {
  const found = await run('id', [flag, name]).catch(() => undefined);
  return found ? Number(found.stdout) : undefined;
}
