import { chmod, lchown, lstat, mkdir, mkdtemp, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { canUse, otherAccount, type Account, type Environment } from './account';
import { copyBinaries, type Binaries } from './binaries';

/** Where a cluster lives, what runs it, and as whom. */
export interface Place {
  account: Account;
  binaries: Binaries;
  /** the data directory of PostgreSQL; its parent is there */
  cluster: string;
  /** `dataDir/postgres`: the cluster itself, or what is to lead there once it is made */
  link: string;
  /** what the person who starts this should know of it; null: nothing */
  note: string | null;
}

/** Where clusters go that cannot live in DATA_DIR. */
const HOMES = '/var/lib/sightline';

/**
 * Decides who runs PostgreSQL and where its files are. Everybody but root: in `dataDir/postgres`. As root,
 * in this order: there too, in a user namespace; there too, as another user, for whom DATA_DIR is opened to
 * pass through (not to read); in a folder of /var/lib/sightline that the other user can reach, with
 * `dataDir/postgres` a link to it. Throws an Error that names the directory in the way when none is possible.
 */
export async function choosePlace(dataDir: string, binaries: Binaries, env: Environment): Promise<Place> {
  const link = path.join(dataDir, 'postgres');
  const existing = await existingCluster(link);
  const cluster = existing?.directory ?? link;
  const found = { binaries, cluster, link };
  if (process.getuid?.() !== 0) return { ...found, account: { kind: 'self' }, note: null };
  const ofNamespace = () => inNamespace(found, env);
  const ofOther = () => asOther(found, existing, env);
  const tried = existing && existing.uid !== 0 ? [ofOther, ofNamespace] : [ofNamespace, ofOther];
  for (const attempt of tried) {
    const place = await attempt();
    if (place) return place;
  }
  if (!existing) return elsewhere(link, binaries, env);
  throw await refusal(cluster);
}

type Found = Pick<Place, 'binaries' | 'cluster' | 'link'>;

interface Existing {
  directory: string;
  uid: number;
  gid: number;
}

async function existingCluster(link: string): Promise<Existing | undefined> {
  if (!(await lstat(link).catch(() => undefined))) return undefined;
  try {
    const directory = await realpath(link);
    const { uid, gid } = await stat(directory);
    return { directory, uid, gid };
  } catch (error) {
    throw new Error(
      `${link} points at a database that is not there. What to do: put the folder back that it points at, ` +
        'or remove the link to start with an empty database.',
      { cause: error },
    );
  }
}

async function inNamespace(found: Found, env: Environment): Promise<Place | undefined> {
  const account: Account = { kind: 'namespace' };
  const home = path.dirname(found.cluster);
  if (!(await canUse(account, found.binaries.postgres, home, 'w', env))) return undefined;
  await own(found.cluster, 0, 0);
  return { ...found, account, note: null };
}

async function asOther(
  found: Found,
  existing: Existing | undefined,
  env: Environment,
): Promise<Place | undefined> {
  const account: Account | undefined =
    existing && existing.uid !== 0
      ? { kind: 'other', uid: existing.uid, gid: existing.gid, name: `user ${existing.uid}` }
      : await otherAccount();
  if (account?.kind !== 'other') return undefined;
  const home = path.dirname(found.cluster);
  await openToPass(home);
  if (!(await canUse(account, '/bin/true', home, 'x', env))) return undefined;
  const usable = await reachable(account, found.binaries, home, env);
  if (!usable) return undefined;
  await own(found.cluster, account.uid, account.gid);
  const where = found.cluster === found.link ? '' : ` in ${found.cluster}, which belongs to your backup`;
  const note = `PostgreSQL runs as ${account.name}${where}: this system allows root no user namespace here.`;
  return { ...found, account, binaries: usable, note };
}

/** A new cluster outside of DATA_DIR. The folder's name is random: DATA_DIR's link is all that leads there. */
async function elsewhere(link: string, binaries: Binaries, env: Environment): Promise<Place> {
  const account = await otherAccount();
  if (account?.kind !== 'other') throw await refusal(link);
  const home = await makeHome().catch(() => undefined);
  const usable = home && (await reachable(account, binaries, home, env));
  if (!home || !usable) throw await refusal(link);
  const cluster = path.join(home, 'cluster');
  const note =
    `The database lives in ${cluster}, because ${account.name}, who runs PostgreSQL here, cannot pass through ` +
    `${await closedDirectory(link)}. It belongs to your backup; ${link} leads there.`;
  return { account, binaries: usable, cluster, link, note };
}

async function makeHome(): Promise<string> {
  await mkdir(HOMES, { recursive: true });
  await openToPass(HOMES);
  const home = await mkdtemp(path.join(HOMES, 'database-'));
  await openToPass(home);
  return home;
}

/** The programs where they are, or else a copy in `home`; undefined when neither can be run. */
async function reachable(
  account: Account,
  binaries: Binaries,
  home: string,
  env: Environment,
): Promise<Binaries | undefined> {
  if (await canUse(account, binaries.postgres, home, 'x', env)) return binaries;
  const copied = await copyBinaries(binaries, home);
  return (await canUse(account, copied.postgres, home, 'x', env)) ? copied : undefined;
}

const openToPass = (directory: string) => chmod(directory, 0o711);

/** Gives a cluster that is there to a user, all or nothing being needed. */
async function own(cluster: string, uid: number, gid: number): Promise<void> {
  const found = await stat(cluster).catch(() => undefined);
  if (!found || found.uid === uid) return;
  const entries = await readdir(cluster, { recursive: true });
  for (const entry of entries) await lchown(path.join(cluster, entry), uid, gid);
  // The folder itself comes last, so that a change that is cut off is made again at the next start.
  await lchown(cluster, uid, gid);
}

/** The first directory on the way to `target` that lets others not pass, or the target's own parent. */
async function closedDirectory(target: string): Promise<string> {
  const parent = path.dirname(target);
  let directory = path.parse(parent).root;
  for (const name of path.relative(directory, parent).split(path.sep)) {
    directory = path.join(directory, name);
    const { mode } = await stat(directory);
    if ((mode & 0o001) === 0) return directory;
  }
  return parent;
}

async function refusal(target: string): Promise<Error> {
  return new Error(
    `PostgreSQL does not run as root, and another user cannot pass through ${await closedDirectory(target)}.\n` +
      'What to do: start Sightline as a user who is not root, set DATA_DIR to a directory that others may pass ' +
      'through (mode 0711), or set DATABASE_URL to use a PostgreSQL of your own.',
  );
}
