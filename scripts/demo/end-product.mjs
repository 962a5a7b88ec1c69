/** Ends a Sightline that was started for a while, however its end began. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ctrl-C reaches the product at the same moment as us; it needs this long to say so. */
const HEARD_MS = 300;
const DATABASE_GONE_MS = 10_000;

/**
 * Stops it, unless a Ctrl-C is stopping it already: a second signal would cut its clean-up short. Then
 * waits until its PostgreSQL has let go of the data directory, and removes that.
 *
 * @param {import('../support/product.mjs').Product} product
 */
export async function endProduct(product) {
  const postmaster = postmasterOf(product.dataDir);
  await sleep(HEARD_MS);
  const isStopping = product.output().includes('SIGINT: stopping');
  // Signal 0 is none: it only waits.
  await product.stop(isStopping ? /** @type {any} */ (0) : 'SIGTERM');
  for (let waited = 0; isAlive(postmaster) && waited < DATABASE_GONE_MS; waited += 50) await sleep(50);
  product.cleanUp();
}

/** @param {string} dataDir of Sightline @returns {number} the process id of its embedded PostgreSQL, or 0 */
export function postmasterOf(dataDir) {
  try {
    return Number(readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n', 1)[0]);
  } catch {
    return 0; // it has ended
  }
}

/** @param {number} pid */
function isAlive(pid) {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
