import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, open, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { spawnAs, type Environment } from './account';
import type { Place } from './place';

/** The user who owns the cluster and everything in it. */
export const OWNER = 'sightline';

const MAKING = 'postgres.making-';

/**
 * Makes the cluster of `place` when it is not there yet. It is made in a folder beside its place and renamed
 * when it is whole, so that a start that is killed at any moment leaves either a cluster or none. Throws an
 * Error with what initdb said.
 */
export async function makeCluster(place: Place, password: string, env: Environment): Promise<void> {
  const home = path.dirname(place.cluster);
  await clearLeftOvers(home);
  await setBrokenAside(place.cluster);
  if (existsSync(place.cluster)) return;
  // Its own name for each attempt: the initdb of a process that was killed may still be at work in another.
  const making = await mkdtemp(path.join(home, MAKING));
  try {
    await makeIn(making, place, password, env);
    await rename(path.join(making, 'cluster'), place.cluster);
    await makeDurable(home);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  if (place.link !== place.cluster) await symlink(place.cluster, place.link);
}

async function makeIn(making: string, place: Place, password: string, env: Environment): Promise<void> {
  const cluster = path.join(making, 'cluster');
  const passwordFile = path.join(making, 'password');
  await mkdir(cluster, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.account.kind === 'other') {
    for (const owned of [making, cluster, passwordFile])
      await chown(owned, place.account.uid, place.account.gid);
  }
  const child = spawnAs(
    place.account,
    place.binaries.initdb,
    [
      `--pgdata=${cluster}`,
      `--username=${OWNER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'], session: 'shared' },
  );
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ending = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `exit code ${code ?? signal}`));
  });
  if (ending !== '') {
    throw new Error(
      `The embedded PostgreSQL could not make its files (initdb: ${ending}).\n${output.trim()}`,
    );
  }
}

/**
 * Removes what starts that were killed have left. An initdb that is still at work there goes on making files
 * while they are removed; what then remains goes at the next start.
 */
async function clearLeftOvers(home: string): Promise<void> {
  const names = await readdir(home);
  for (const name of names.filter((entry) => entry.startsWith(MAKING)))
    await rm(path.join(home, name), { recursive: true, force: true }).catch(() => undefined);
}

/**
 * Versions before 0.2 made the cluster in its place, so that one that was killed left half of it. Without
 * pg_control there is no database in it; it is kept all the same.
 */
async function setBrokenAside(cluster: string): Promise<void> {
  if (!existsSync(cluster) || existsSync(path.join(cluster, 'global/pg_control'))) return;
  await rename(cluster, `${cluster}.broken-${Date.now()}`);
}

/** The rename itself must survive a power cut; Windows cannot open a directory, and needs no more. */
async function makeDurable(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
