import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** V8 says so on stderr, and nothing else happens, when a flag is gone. */
it('sets a flag that this Node knows', () => {
  const flag =
    /setFlagsFromString\('([^']+)'\)/.exec(readFileSync('lib/boot/young-garbage.ts', 'utf8'))?.[1] ?? '';
  const set = (name: string) =>
    spawnSync(process.execPath, ['-e', `require('v8').setFlagsFromString('${name}')`], { encoding: 'utf8' });
  expect(set(flag).stderr).toBe('');
  expect(set('--no-such-flag-as-this').stderr).not.toBe('');
});
