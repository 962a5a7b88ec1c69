/** CPU time that processes have used so far: user and system, all threads. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for everyone, whatever the kernel's own clock is. */
const MS_PER_TICK = 10;
const HAS_PROC = existsSync('/proc/self/stat');

/** @typedef {{ pid: number, parent: number, ownMs: number, endedChildrenMs: number }} Usage */

/**
 * Milliseconds of one process, worker threads included and child processes not.
 *
 * @param {number} pid
 */
export function cpuMs(pid) {
  return HAS_PROC ? (fromProc(pid)?.ownMs ?? 0) : (fromPs(['-p', String(pid)])[0]?.ownMs ?? 0);
}

/**
 * Milliseconds of a PostgreSQL server: the postmaster and its children, those that have ended included.
 *
 * @param {number} postmaster
 */
export function cpuMsOfTree(postmaster) {
  const all = HAS_PROC ? allFromProc() : fromPs(['-A']);
  const members = all.filter((usage) => usage.pid === postmaster || usage.parent === postmaster);
  return members.reduce(
    (sum, usage) => sum + usage.ownMs + (usage.pid === postmaster ? usage.endedChildrenMs : 0),
    0,
  );
}

/** @param {number} pid @returns {Usage | undefined} */
function fromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in parentheses, may hold spaces; the numbers after it start with field 3 (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const field = (/** @type {number} */ number) => Number(fields[number - 3]);
    return {
      pid,
      parent: field(4),
      ownMs: (field(14) + field(15)) * MS_PER_TICK,
      endedChildrenMs: (field(16) + field(17)) * MS_PER_TICK,
    };
  } catch {
    return undefined; // it has ended
  }
}

function allFromProc() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => fromProc(Number(name)) ?? []);
}

/** @param {string[]} which @returns {Usage[]} */
function fromPs(which) {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,ppid=,time=', ...which], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, time] = line.trim().split(/\s+/);
    if (pid === undefined || time === undefined) return [];
    const seconds = time.split(/[:-]/).reduce((sum, part) => sum * 60 + Number(part), 0);
    return [{ pid: Number(pid), parent: Number(parent), ownMs: seconds * 1000, endedChildrenMs: 0 }];
  });
}
