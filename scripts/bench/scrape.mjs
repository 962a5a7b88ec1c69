/**
 * npm run bench -- scrape: what a scrape costs with 10,000 label sets of a histogram, beside prom-client's own
 * metrics() over the same numbers, in one process and in turns.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Histogram, Registry } from 'prom-client';
import { ROOT, StepError } from '../support/steps.mjs';

const LABEL_SETS = 10_000;
const CHANGED = 0.05;
const ROUNDS = 9;
const BUCKETS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/**
 * @typedef {{ server: string, tool: string, source: string }} Labels
 * @typedef {{ cpuMs: number, blockMs: number, bytes: number }} Cost
 */

/** Measures and prints. */
export async function benchScrape() {
  const { HistogramFamily } = compiled('lib/metrics/family.ts');
  const { rested } = compiled('lib/metrics/rested.ts');
  const options = { name: 'ours_seconds', help: 'Ours.', labelNames: ['server', 'tool', 'source'] };
  const ours = new HistogramFamily(options, BUCKETS);
  const registry = new Registry();
  const theirs = new Histogram({
    ...options,
    name: 'theirs_seconds',
    labelNames: ['server', 'tool', 'source'],
    buckets: BUCKETS,
    registers: [registry],
  });
  const observe = (/** @type {number} */ i) => {
    const labels = { server: `server-${i % 20}`, tool: `tool_number_${i}`, source: 'server' };
    const seconds = ((i * 7919) % 10_000) / 1000;
    ours.observe(labels, seconds);
    theirs.observe(labels, seconds);
  };
  for (let i = 0; i < LABEL_SETS; i += 1) observe(i);
  const scrapeOurs = async () => {
    let bytes = 0;
    for await (const piece of rested(ours.pieces('text'))) bytes += piece.length;
    return bytes;
  };
  const scrapeTheirs = async () => Buffer.byteLength(await registry.metrics());
  const first = await costOf(scrapeOurs);
  await costOf(scrapeTheirs);
  /** @type {Record<'ours' | 'theirs', Cost[]>} */
  const costs = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < LABEL_SETS * CHANGED; i += 1) observe((i * 19 + round * 7) % LABEL_SETS);
    costs.theirs.push(await costOf(scrapeTheirs));
    costs.ours.push(await costOf(scrapeOurs));
  }
  report(first, costs);
}

/** @param {Cost} first @param {Record<'ours' | 'theirs', Cost[]>} costs */
function report(first, costs) {
  const median = (/** @type {number[]} */ values) =>
    values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const row = (/** @type {string} */ name, /** @type {Cost[]} */ of) =>
    `| ${name} | ${median(of.map((one) => one.cpuMs)).toFixed(1)} | ${Math.max(...of.map((one) => one.blockMs)).toFixed(1)} | ${((of[0]?.bytes ?? 0) / 1e6).toFixed(1)} |`;
  const ratio = median(costs.ours.map((one) => one.cpuMs)) / median(costs.theirs.map((one) => one.cpuMs));
  process.stdout.write(
    [
      `${LABEL_SETS} label sets of a histogram, ${CHANGED * 100} % changed between two scrapes, ${ROUNDS} rounds in turns`,
      '',
      '| | CPU, median ms | longest block, ms | text, MB |',
      '| --- | --- | --- | --- |',
      row('prom-client, metrics()', costs.theirs),
      row('ours', costs.ours),
      row('ours, the first time', [first]),
      '',
      `Ours costs ${(ratio * 100).toFixed(0)} % of the CPU (goal: 25 %, and no block over 10 ms).`,
      '',
    ].join('\n'),
  );
}

/** @param {() => Promise<number>} scrape @returns {Promise<Cost>} */
async function costOf(scrape) {
  globalThis.gc?.();
  await nextTurn();
  const before = cpuMs();
  let over = false;
  const scraping = scrape().finally(() => (over = true));
  let blockMs = 0;
  let turn = cpuMs();
  while (!over) {
    await nextTurn();
    // By the CPU and not by the clock, which also runs while a busy machine does other things.
    const now = cpuMs();
    blockMs = Math.max(blockMs, now - turn);
    turn = now;
  }
  return { cpuMs: cpuMs() - before, blockMs, bytes: await scraping };
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A module of the product as plain Node can load it. @param {string} file */
function compiled(file) {
  const out = path.join(ROOT, 'node_modules/.cache/sightline-bench');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, 'package.json'), '{"type":"commonjs"}');
  const flags = ['--ignoreConfig', '--noCheck', '--module', 'commonjs', '--target', 'es2023'];
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', file, ...flags, '--rootDir', '.', '--outDir', out],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (status !== 0) throw new StepError(`${file} could not be compiled:\n${stdout}`);
  return createRequire(import.meta.url)(path.join(out, file.replace(/\.ts$/, '.js')));
}
