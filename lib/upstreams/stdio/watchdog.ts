import { spawn, type ChildProcess } from 'node:child_process';
import { messageOf } from '../../errors';
import { logger } from '../../log/log';

/**
 * Ends what a killed gateway leaves behind. A child of a process that is killed with -9 sees the end of its standard
 * input at most, and need not heed it; so one small process, the watchdog, is told of every group that is started,
 * and ends them all when the pipe to the gateway breaks.
 */
export interface Watchdog {
  watch(pid: number): void;
  forget(pid: number): void;
  close(): void;
}

const KILL_AFTER_MS = 1_000;
const START_AGAIN_MS = 1_000;

/**
 * The watchdog's whole program. Handed over as text, because a built app has no file of its own to start. It heeds no
 * signal: it lives exactly as long as the gateway, and is in a session of its own, so that what ends a terminal or a
 * process group does not end it first.
 */
const PROGRAM = `
const groups = new Set();
let rest = '';
const end = (signal) => {
  for (const pid of groups) {
    try {
      if (process.platform === 'win32') {
        require('node:child_process').spawnSync('taskkill', ['/pid', String(pid), '/T', '/F']);
      } else process.kill(-pid, signal);
    } catch {}
  }
};
process.title = 'sightline-watchdog';
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
process.stdin.setEncoding('utf8');
process.stdin.on('error', () => {});
process.stdin.on('data', (text) => {
  const lines = (rest + text).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    if (line[0] === '+') groups.add(Number(line.slice(1)));
    else groups.delete(Number(line.slice(1)));
  }
});
process.stdin.on('close', () => {
  end('SIGTERM');
  setTimeout(() => end('SIGKILL'), groups.size === 0 ? 0 : ${KILL_AFTER_MS});
});
`;

/** @param environment the little that every command gets */
export function createWatchdog(environment: Readonly<Record<string, string>>): Watchdog {
  const groups = new Set<number>();
  let dog: ChildProcess | undefined;
  let closed = false;
  const tell = (text: string) => dog?.stdin?.write(text);
  const start = () => {
    const started = spawn(process.execPath, ['-e', PROGRAM], {
      detached: true,
      env: environment as NodeJS.ProcessEnv,
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
    });
    started.unref();
    started.stdin.on('error', () => undefined);
    started.once('error', (error) => lost(messageOf(error)));
    started.once('exit', (code, signal) => lost(`it ended (${signal ?? code})`));
    dog = started;
    for (const pid of groups) tell(`+${pid}\n`);
  };
  const lost = (reason: string) => {
    dog = undefined;
    if (closed) return;
    logger().warn({ reason }, 'the watchdog of the servers that are commands is gone; a new one follows');
    setTimeout(() => {
      if (!dog && !closed) start();
    }, START_AGAIN_MS).unref();
  };
  return {
    watch(pid) {
      groups.add(pid);
      if (dog) tell(`+${pid}\n`);
      else start();
    },
    forget(pid) {
      groups.delete(pid);
      tell(`-${pid}\n`);
    },
    close() {
      closed = true;
      dog?.stdin?.end();
    },
  };
}
