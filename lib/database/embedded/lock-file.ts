import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const FAST_MS = 20_000;
const IMMEDIATE_MS = 5_000;

/** What postmaster.pid says (PostgreSQL, miscinit.c): line 1 the process id, line 2 the data directory. */
interface Lock {
  pid: number;
  directory: string;
  lines: string[];
}

/**
 * Makes `cluster` free for a postmaster of this process. One that a killed process left running is shut
 * down, so that there is one way to start, one to supervise, and never an old version that runs on. A lock
 * file whose process id has become another program's is made one that PostgreSQL takes for stale; it is
 * not removed, because PostgreSQL learns from it whether old server processes still use the files.
 * Throws when the old one does not end.
 */
export async function freeCluster(cluster: string): Promise<void> {
  const lock = await readLock(cluster);
  if (!lock) return;
  if (isPostmaster(lock)) return end(lock);
  const [, ...rest] = lock.lines;
  // PostgreSQL holds the process id of its own parent for stale.
  await writeFile(path.join(cluster, 'postmaster.pid'), [String(process.pid), ...rest].join('\n'));
}

async function end(lock: Lock): Promise<void> {
  for (const [signal, ms] of [
    ['SIGINT', FAST_MS],
    ['SIGQUIT', IMMEDIATE_MS],
    ['SIGKILL', IMMEDIATE_MS],
  ] as const) {
    // Stopped processes hear nothing else.
    signalIfThere(lock.pid, 'SIGCONT');
    signalIfThere(lock.pid, signal);
    const deadline = Date.now() + ms;
    while (Date.now() < deadline) {
      if (!isPostmaster(lock)) return;
      await sleep(20);
    }
  }
  throw new Error(
    `The PostgreSQL (process ${lock.pid}) that an earlier start left in ${lock.directory} does not end.`,
  );
}

async function readLock(cluster: string): Promise<Lock | undefined> {
  const text = await readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), directory: lines[1] ?? '', lines };
}

/** Process ids are used again: only a program that was started on that very directory is the postmaster. */
function isPostmaster({ pid, directory }: Lock): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || directory === '') return false;
  try {
    process.kill(pid, 0);
    const command = commandLine(pid);
    return command.includes('postgres') && command.includes(directory);
  } catch {
    return false;
  }
}

/** The command line of a process, empty for a zombie: from /proc, which slim images have, else from ps. */
function commandLine(pid: number): string {
  if (existsSync('/proc/self/cmdline')) return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  return execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
