/** Finds a Chromium for the browser tests, or gets one, and says which. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT, say, step, StepError } from './steps.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * In this order: CHROMIUM_PATH, one on the PATH, the one that Playwright has downloaded, Playwright's
 * download, the system's packages (as root, where there is apt-get).
 *
 * @returns {Promise<string>} the path of the executable
 */
export async function findChromium() {
  const found = process.env.CHROMIUM_PATH ?? onPath() ?? (await playwrights());
  if (found !== undefined && existsSync(found)) {
    say(`Chromium: ${found}`);
    return found;
  }
  const installed = (await download()) ?? (await installPackage());
  if (installed !== undefined) {
    say(`Chromium: ${installed}`);
    return installed;
  }
  throw new StepError(
    'No Chromium for the browser tests. Install one (for example "apt-get install chromium" or "npx playwright install chromium"), or set CHROMIUM_PATH.',
  );
}

function onPath() {
  for (const directory of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of NAMES) {
      const file = path.join(directory, name);
      if (existsSync(file)) return file;
    }
  }
  return undefined;
}

async function playwrights() {
  const { chromium } = await import('playwright');
  const file = chromium.executablePath();
  return existsSync(file) ? file : undefined;
}

async function download() {
  say('No Chromium found: asking Playwright to download one …');
  const cli = path.join(ROOT, 'node_modules/playwright/cli.js');
  const tried = spawnSync(process.execPath, [cli, 'install', 'chromium'], {
    stdio: 'ignore',
    timeout: 300_000,
  });
  if (tried.status !== 0) say('Playwright could not download one here.');
  return playwrights();
}

async function installPackage() {
  const isRoot = typeof process.getuid === 'function' && process.getuid() === 0;
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
  const hint = 'Install Chromium by hand, or set CHROMIUM_PATH.';
  await step('Asking the system for its package list', 'apt-get', ['update', '-qq'], { hint });
  await step(
    'Installing Chromium from the system’s packages',
    'apt-get',
    ['install', '-y', '-qq', 'chromium'],
    {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      hint,
    },
  );
  return onPath();
}
