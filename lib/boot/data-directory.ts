import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Claims DATA_DIR for this process, so that two of them never share an embedded database or a journal. A
 * claim whose process is gone (kill -9) is taken over. Throws when a live process holds it.
 *
 * @returns a function that gives the directory free again
 */
export function claimDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, 'sightline.pid');
  const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  if (holder !== undefined && holder !== process.pid && isAliveNode(holder)) {
    throw new Error(
      `Another Sightline (process ${holder}) uses ${directory}. Stop it, or give this one a DATA_DIR of its own.`,
    );
  }
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Process ids are used again: where the system tells, only a Node process counts as a holder. */
function isAliveNode(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return false;
  }
}
