/** The comparison: starts every variant, loads them in turns, checks the record, writes the report. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, say, StepError } from '../support/steps.mjs';
import { postmasterOf } from '../demo/end-product.mjs';
import { cpuMs, cpuMsOfTree } from './cpu.mjs';
import { HEADERS, SLUG, startEmptyApp, startHelper, startSightline } from './processes.mjs';
import { readRecord } from './record.mjs';
import { renderReport } from './report.mjs';

/** Many short turns: a shared machine changes its speed within seconds, and a ratio needs both sides in one phase. */
const FULL = { rounds: 25, slotMs: 600, warmUpMs: 30_000 };
const QUICK = { rounds: 1, slotMs: 2_000, warmUpMs: 5_000 };
export const CONCURRENCIES = [1, 8, 16, 64];
/** Sightline writes rows before the answer, spans and log lines up to a second behind it: their CPU counts too. */
const SETTLE_MS = 1_300;
/** The others write nothing behind their answers; a shorter pause keeps the two sides of a ratio close together. */
const PAUSE_MS = 100;

/**
 * @typedef {'upstream' | 'bare' | 'direct' | 'route' | 'empty'} Key
 *
 * @typedef {object} Variant
 * @property {Key} key
 * @property {string} title
 * @property {number} port
 * @property {number} pid
 * @property {number} [postmaster]
 * @property {string} path
 * @property {boolean} checkId
 *
 * @typedef {object} Sample
 * @property {number} callsPerSecond
 * @property {number} p50
 * @property {number} p99
 * @property {number} cpu  CPU milliseconds per call
 * @property {number} databaseCpu  the same of PostgreSQL, 0 where there is none
 *
 * @typedef {Record<Key, Sample[]>} Samples  one sample per round
 */

/** @param {{ quick: boolean }} options */
export async function runBenchmark({ quick }) {
  const plan = quick ? QUICK : FULL;
  const started = Date.now();
  const [loadBefore = 0] = loadavg();
  /** @type {(() => unknown)[]} */
  const endings = [];
  const end = async () => {
    for (const ending of endings.splice(0).toReversed()) await ending();
  };
  process.once('SIGINT', () => void end().finally(() => process.exit(130)));
  try {
    const { variants, driver, receiver, lanes } = await startAll(endings);
    /** @type {Partial<Record<Key, number>>} */
    const calls = {};
    const load = async (/** @type {Variant} */ variant, /** @type {object} */ job) => {
      const result = await driveOne(driver, variant, job);
      calls[variant.key] = (calls[variant.key] ?? 0) + result.calls;
      return result;
    };
    for (const variant of variants) {
      say(`Warming up: ${variant.title}`);
      for (const concurrency of CONCURRENCIES) {
        await load(variant, { concurrency, durationMs: plan.warmUpMs / CONCURRENCIES.length });
      }
    }
    /** @type {Map<number, Samples>} */
    const results = new Map();
    for (const concurrency of CONCURRENCIES) {
      /** @type {Samples} */
      const samples = { upstream: [], bare: [], direct: [], route: [], empty: [] };
      results.set(concurrency, samples);
      for (let round = 1; round <= plan.rounds; round += 1) {
        say(
          `${concurrency} at a time, round ${round} of ${plan.rounds} (${variants.map(({ key }) => key).join(', ')})`,
        );
        for (const variant of variants) {
          samples[variant.key].push(
            await sample(variant, () => load(variant, { concurrency, durationMs: plan.slotMs })),
          );
        }
      }
    }
    say('Checking that every call is on record');
    const records = [];
    for (const lane of lanes) records.push(await readRecord(lane, calls[lane.key] ?? 0, receiver));
    const report = renderReport({
      results,
      variants,
      records,
      plan,
      loadBefore,
      seconds: (Date.now() - started) / 1000,
    });
    process.stdout.write(`\n${report}`);
    if (!quick) {
      const file = path.join(ROOT, 'bench/RESULTS.md');
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, report);
      say('Written to bench/RESULTS.md');
    }
    const faults = records.flatMap(({ title, faults }) => faults.map((fault) => `${title}: ${fault}`));
    if (faults.length > 0) throw new StepError(`The record is not complete.\n  ${faults.join('\n  ')}`);
  } finally {
    await end();
  }
}

/** @param {(() => unknown)[]} endings */
async function startAll(endings) {
  say('Starting the upstream, the pass-through, the OTLP receiver and the load driver');
  const keep = (/** @type {{ stop: () => void }} */ helper) => endings.push(helper.stop);
  const upstream = await startHelper('upstream');
  keep(upstream);
  const bare = await startHelper('bare', [`http://127.0.0.1:${upstream.port}`]);
  keep(bare);
  const receiver = await startHelper('receiver');
  keep(receiver);
  const driver = await startHelper('driver');
  keep(driver);
  const empty = await startEmptyApp();
  keep(empty);
  say('Starting Sightline twice: direct lane and route lane');
  const direct = await startSightline({ lane: 'direct', upstream, receiver });
  endings.push(direct.end);
  const route = await startSightline({ lane: 'route', upstream, receiver });
  endings.push(route.end);

  const mcp = { path: `/mcp/${SLUG}`, checkId: true };
  const lanes = [
    { key: /** @type {const} */ ('direct'), title: 'Sightline, direct lane', ...direct },
    { key: /** @type {const} */ ('route'), title: 'Sightline, route lane', ...route },
  ];
  /** @type {Variant[]} */
  const variants = [
    { key: 'upstream', title: 'Upstream alone', ...upstream, ...mcp },
    { key: 'bare', title: 'Bare Node pass-through', ...bare, ...mcp },
    ...lanes.map((lane) => ({ ...lane, ...mcp, postmaster: postmasterOf(lane.dataDir) })),
    { key: 'empty', title: 'Empty Next route handler', ...empty, path: '/empty', checkId: false },
  ];
  return { variants, driver, receiver, lanes };
}

/**
 * @param {import('./processes.mjs').Helper} driver
 * @param {Variant} variant
 * @param {object} job
 * @returns {Promise<import('./driver.mjs').Load>}
 */
async function driveOne(driver, { port, path, checkId, title }, job) {
  const load = await driver.ask({ port, path, checkId, headers: HEADERS, ...job });
  if (load.failed === 0) return load;
  throw new StepError(`${title}: ${load.failed} calls failed. The first one got:\n${load.firstFailure}`);
}

/**
 * @param {Variant} variant
 * @param {() => Promise<import('./driver.mjs').Load>} load
 * @returns {Promise<Sample>}
 */
async function sample({ pid, postmaster }, load) {
  const used = () => [cpuMs(pid), postmaster === undefined ? 0 : cpuMsOfTree(postmaster)];
  const [cpuBefore = 0, databaseBefore = 0] = used();
  const { calls, elapsedMs, p50, p99 } = await load();
  await sleep(postmaster === undefined ? PAUSE_MS : SETTLE_MS);
  const [cpuAfter = 0, databaseAfter = 0] = used();
  return {
    callsPerSecond: (calls / elapsedMs) * 1000,
    p50,
    p99,
    cpu: (cpuAfter - cpuBefore) / calls,
    databaseCpu: (databaseAfter - databaseBefore) / calls,
  };
}
