import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimDataDirectory } from './data-directory';

let directory = '';
beforeEach(() => (directory = mkdtempSync(path.join(tmpdir(), 'sightline-claim-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const claimFile = () => path.join(directory, 'sightline.pid');

describe('claimDataDirectory', () => {
  it('claims a directory, and gives it free', () => {
    const release = claimDataDirectory(path.join(directory, 'made/anew'));
    release();
    claimDataDirectory(directory);
    expect(existsSync(claimFile())).toBe(true);
  });

  it('refuses one that a live process holds, and names both', () => {
    const release = claimDataDirectory(directory);
    const own = readFileSync(claimFile(), 'utf8');
    release();
    // The parent of this process lives, and began when its claim says.
    const parent = process.ppid;
    const fields = existsSync(`/proc/${parent}/stat`)
      ? readFileSync(`/proc/${parent}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')
      : [];
    writeFileSync(claimFile(), own.includes(' ') ? `${parent} ${fields[19]}` : String(parent));
    expect(() => claimDataDirectory(directory)).toThrow(
      `Another Sightline (process ${parent}) uses ${directory}.`,
    );
  });

  it.each([
    ['a process that is gone', '99999999 1'],
    ['a process id that another program has now', `${process.ppid} 1`],
    ['nobody, for it is empty', ''],
  ])('takes over a claim of %s', (_name, claim) => {
    writeFileSync(claimFile(), claim);
    claimDataDirectory(directory);
    expect(readFileSync(claimFile(), 'utf8')).toMatch(new RegExp(`^${process.pid}\\b`));
  });

  it('says what to do when the directory cannot be made or written', () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    const attempt = () => claimDataDirectory(path.join(file, 'data'));
    expect(attempt).toThrow(/cannot be written by the user \S+ \(ENOTDIR/);
    expect(attempt).toThrow(/What to do: .*DATA_DIR/);
  });
});
