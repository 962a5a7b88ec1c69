/**
 * npm test: everything that CI runs, on a fresh clone too. Sets up, checks style and types, runs the unit,
 * integration and browser tests and closes with "N passed, N failed".
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium } from './support/chromium.mjs';
import {
  buildApp,
  checkNode,
  generateClient,
  installPackages,
  orExplain,
  ROOT,
  say,
} from './support/steps.mjs';

process.chdir(ROOT);
const reports = mkdtempSync(path.join(tmpdir(), 'sightline-test-'));
const tally = { passed: 0, failed: 0 };

/**
 * Runs a tool of node_modules in the foreground.
 *
 * @param {string} script
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function node(script, args, env = {}) {
  return spawnSync(process.execPath, [path.join('node_modules', script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  }).status;
}

/**
 * A check that is one test: it passes or fails as a whole.
 *
 * @param {string} name
 * @param {string} script
 * @param {string[]} args
 */
function check(name, script, args) {
  say(name);
  if (node(script, args) === 0) tally.passed += 1;
  else {
    tally.failed += 1;
    process.stderr.write(`✗ ${name} failed\n`);
  }
}

/**
 * Adds what a runner reports; a runner that reports nothing, or ends badly with nothing failed, has failed.
 *
 * @param {string} name
 * @param {number | null} status
 * @param {string} report
 * @param {(json: any) => { passed: number, failed: number }} count
 */
function add(name, status, report, count) {
  const counts = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 1 };
  if ((status !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0) counts.failed += 1;
  tally.passed += counts.passed;
  tally.failed += counts.failed;
  say(`${name}: ${counts.passed} passed, ${counts.failed} failed`);
}

/** What the browser tests play on: the product, a real upstream, an admin and a viewer. */
async function setStage() {
  const { setBrowserStage } = await import('./support/browser-stage.mjs');
  return setBrowserStage();
}

await orExplain(async () => {
  checkNode();
  await installPackages();
  await generateClient();
  await buildApp();
  const chromium = await findChromium();

  check('Formatting', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']);
  check('Lint and dependency rules', 'oxlint/bin/oxlint', ['--deny-warnings']);
  check('Types', 'typescript/bin/tsc', ['--noEmit']);

  const unit = path.join(reports, 'vitest.json');
  add(
    'Unit and integration tests',
    node('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`]),
    unit,
    (json) => ({
      passed: json.numPassedTests,
      // A skipped test is one that nobody has seen pass.
      failed: json.numFailedTests + json.numPendingTests + json.numTodoTests,
    }),
  );

  const browser = path.join(reports, 'playwright.json');
  const stage = await setStage();
  const status = await new Promise((resolve) => {
    // Not spawnSync: the product writes to pipes that this process has to read.
    spawn(process.execPath, ['node_modules/playwright/cli.js', 'test', '--reporter=list,json'], {
      stdio: 'inherit',
      env: { ...process.env, ...stage.env, PLAYWRIGHT_JSON_OUTPUT_NAME: browser, CHROMIUM_PATH: chromium },
    }).on('close', resolve);
  });
  await stage.clear();
  add('Browser tests', status, browser, (json) => ({
    passed: json.stats.expected,
    failed: json.stats.unexpected + json.stats.flaky + json.stats.skipped,
  }));
});

process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed\n`);
process.exit(tally.failed === 0 ? 0 : 1);
