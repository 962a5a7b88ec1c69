import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { createWatchdog, type Watchdog } from './watchdog';

const STUBBORN = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.stdout.write('ready')`;

const started: number[] = [];
const dogs: Watchdog[] = [];
afterEach(() => {
  for (const dog of dogs.splice(0)) dog.close();
  for (const pid of started.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function stubborn(): Promise<number> {
  const child = spawn(process.execPath, ['-e', STUBBORN], { detached: true });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  started.push(child.pid ?? 0);
  return child.pid ?? 0;
}

function watchdog(): Watchdog {
  const dog = createWatchdog({ PATH: process.env.PATH ?? '' });
  dogs.push(dog);
  return dog;
}

async function eventually<T>(read: () => T | undefined | false, what: string): Promise<T> {
  for (let tries = 0; tries < 400; tries += 1) {
    const value = read();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Never happened: ${what}`);
}

describe('the watchdog', () => {
  it('ends what it watches when the pipe to the gateway breaks, and leaves alone what has been taken off', async () => {
    const [watched, forgotten] = [await stubborn(), await stubborn()];
    const dog = watchdog();
    dog.watch(watched);
    dog.watch(forgotten);
    dog.forget(forgotten);
    expect(isAlive(watched)).toBe(true);
    dog.close();
    await eventually(() => !isAlive(watched), 'the watched one gone');
    expect(isAlive(forgotten)).toBe(true);
  });

  it.runIf(existsSync('/proc'))('comes back when somebody ends it, and knows what it watched', async () => {
    const watched = await stubborn();
    const dog = watchdog();
    dog.watch(watched);
    const first = await eventually(() => theDog(), 'the watchdog');
    process.kill(first, 'SIGKILL');
    await eventually(() => {
      const now = theDog();
      return now !== undefined && now !== first;
    }, 'another watchdog');
    expect(isAlive(watched)).toBe(true);
    dog.close();
    await eventually(() => !isAlive(watched), 'the watched one gone');
  });
});

/** The watchdog of this process; it names itself when it has begun. */
function theDog(): number | undefined {
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const [, rest = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ');
      const isOurs = Number(rest.split(' ')[1]) === process.pid;
      return isOurs && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('sightline-watchdog');
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}
