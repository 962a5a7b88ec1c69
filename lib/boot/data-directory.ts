import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { messageOf } from '../errors';

/**
 * Claims DATA_DIR for this process, so that two of them never share an embedded database or a journal. A
 * claim whose process is gone (kill -9) is taken over. Throws an Error that says what to do when a live
 * process holds it or it cannot be written.
 *
 * @returns a function that gives the directory free again
 */
export function claimDataDirectory(directory: string): () => void {
  const file = path.join(directory, 'sightline.pid');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK | constants.X_OK);
    if (isStale(file)) rmSync(file, { force: true });
    writeFileSync(file, claimOf(process.pid), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (existsSync(file) && !isStale(file)) throw taken(directory, file);
    throw notWritable(directory, error);
  }
  return () => rmSync(file, { force: true });
}

/** The process id and, where the system tells, when that process began: ids are used again. */
const claimOf = (pid: number) => `${pid} ${startOf(pid)}`.trim();

function isStale(file: string): boolean {
  if (!existsSync(file)) return false;
  const claim = readFileSync(file, 'utf8').trim();
  const [pid = 0, started] = claim.split(' ').map(Number);
  if (pid === process.pid || !isAlive(pid)) return true;
  // Claims of versions before 0.2 are the process id alone.
  if (started === undefined) return !isNode(pid);
  return claim !== claimOf(pid);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isNode(pid: number): boolean {
  if (!existsSync('/proc/self/cmdline')) return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node');
  } catch {
    return false;
  }
}

/** Field 22 of /proc/<pid>/stat, in clock ticks since the machine started; empty where there is no /proc. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, which may hold spaces and brackets itself.
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return afterName[19] ?? '';
  } catch {
    return '';
  }
}

function taken(directory: string, file: string): Error {
  const [holder] = readFileSync(file, 'utf8').split(' ');
  return new Error(
    `Another Sightline (process ${holder}) uses ${directory}. Stop it, or give this one a DATA_DIR of its own.`,
  );
}

function notWritable(directory: string, error: unknown): Error {
  const { username, uid } = userOfThisProcess();
  return new Error(
    `The data directory ${directory} cannot be written by the user ${username} (${messageOf(error)}).\n` +
      `What to do: give it to that user (chown -R ${uid === -1 ? username : uid} ${directory}), free some space, or set DATA_DIR to a directory that can be written.`,
    { cause: error },
  );
}

/** A user id without an entry in the system's list, as containers have them, makes userInfo() throw. */
function userOfThisProcess(): { username: string; uid: number } {
  try {
    return userInfo();
  } catch {
    const uid = process.getuid?.() ?? -1;
    return { username: String(uid), uid };
  }
}
