/**
 * Where the direct lane's CPU goes: a V8 sampling profile taken over the inspector while the load runs,
 * summed up by module and by function. Names of bundled code come from the build's source maps.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'undici';
import { freePort } from '../support/product.mjs';
import { ROOT, say } from '../support/steps.mjs';
import { HEADERS, SLUG, startHelper, startSightline } from './processes.mjs';

const WARM_UP_CALLS = 8_000;
const LOAD_MS = 10_000;
const CONCURRENCY = 16;
const SAMPLING_MICROSECONDS = 200;

/** @typedef {{ name: string, place: string, module: string }} Frame */

/** Profiles the direct lane under load and prints the sums. */
export async function profileDirectLane() {
  const upstream = await startHelper('upstream');
  const receiver = await startHelper('receiver');
  const driver = await startHelper('driver');
  const inspectorPort = await freePort();
  const product = await startSightline({
    lane: 'direct',
    upstream,
    receiver,
    env: { NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` },
  });
  try {
    const load = (/** @type {object} */ job) =>
      driver.ask({
        port: product.port,
        path: `/mcp/${SLUG}`,
        checkId: true,
        headers: HEADERS,
        concurrency: CONCURRENCY,
        ...job,
      });
    say(`Warming up with ${WARM_UP_CALLS} calls`);
    await load({ calls: WARM_UP_CALLS });
    const inspector = await inspect(inspectorPort);
    await inspector.send('Profiler.enable');
    await inspector.send('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
    await inspector.send('Profiler.start');
    say(`Profiling ${LOAD_MS / 1000} s at ${CONCURRENCY} calls at a time`);
    const { calls } = await load({ durationMs: LOAD_MS });
    const { profile } = await inspector.send('Profiler.stop');
    inspector.close();
    const file = path.join(tmpdir(), 'sightline-direct-lane.cpuprofile');
    writeFileSync(file, JSON.stringify(profile));
    process.stdout.write(summarise(profile, calls));
    say(`The profile itself, for a viewer: ${file}`);
  } finally {
    await product.end();
    for (const helper of [driver, receiver, upstream]) helper.stop();
  }
}

/**
 * @param {any} profile a .cpuprofile
 * @param {number} calls
 */
export function summarise(profile, calls) {
  const byModule = new Map();
  const byFunction = new Map();
  const nodes = new Map(profile.nodes.map((/** @type {any} */ node) => [node.id, node]));
  const frames = new Map();
  profile.samples.forEach((/** @type {number} */ id, /** @type {number} */ index) => {
    const node = nodes.get(id);
    if (!frames.has(id)) frames.set(id, frameOf(node.callFrame));
    const frame = frames.get(id);
    if (frame.name === '(idle)') return;
    const microseconds = profile.timeDeltas[index];
    byModule.set(frame.module, (byModule.get(frame.module) ?? 0) + microseconds);
    const key = `${frame.name}  ${frame.place}`;
    byFunction.set(key, (byFunction.get(key) ?? 0) + microseconds);
  });
  const total = [...byModule.values()].reduce((sum, value) => sum + value, 0);
  const lines = (/** @type {Map<string, number>} */ sums, /** @type {number} */ limit) =>
    [...sums]
      .sort((a, b) => b[1] - a[1])
      .slice(0, limit)
      .map(
        ([name, value]) =>
          `${(value / calls).toFixed(1).padStart(7)}  ${((100 * value) / total).toFixed(1).padStart(5)} %  ${name}`,
      );
  return [
    `\n${calls} calls, ${(total / calls).toFixed(0)} µs of the main thread per call\n`,
    'µs/call    share  module (self time)',
    ...lines(byModule, 40),
    '',
    'µs/call    share  function (self time)',
    ...lines(byFunction, 70),
    '',
  ].join('\n');
}

/** @type {Map<string, SourceMap | undefined>} */
const maps = new Map();

/** @param {{ functionName: string, url: string, lineNumber: number, columnNumber: number }} call @returns {Frame} */
function frameOf({ functionName, url, lineNumber, columnNumber }) {
  if (url === '')
    return {
      name: functionName,
      place: '',
      module: functionName.startsWith('(') ? functionName : 'V8 and native',
    };
  if (url.startsWith('node:'))
    return { name: functionName || '(anonymous)', place: url, module: nodeModule(url) };
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  const origin = mapOf(file)?.findEntry(lineNumber, columnNumber);
  const source =
    origin && 'originalSource' in origin ? sourcePath(origin.originalSource) : path.relative(ROOT, file);
  const line = origin && 'originalLine' in origin ? origin.originalLine : lineNumber;
  return { name: functionName || '(anonymous)', place: `${source}:${line + 1}`, module: moduleOf(source) };
}

/** @param {string} file */
function mapOf(file) {
  if (!maps.has(file)) {
    const map = `${file}.map`;
    maps.set(file, existsSync(map) ? new SourceMap(JSON.parse(readFileSync(map, 'utf8'))) : undefined);
  }
  return maps.get(file);
}

/** turbopack:///[project]/lib/x.ts, file:///…/lib/x.ts or ../../../lib/x.ts → lib/x.ts @param {string} source */
const sourcePath = (source) =>
  source.replace(/^.*\[project\]\//, '').replace(/^(?:file:\/\/)?.*\/(?=(?:lib|app|node_modules)\/)/, '');

/** @param {string} url node:internal/http → node:http */
const nodeModule = (url) =>
  url
    .replace('node:internal/', 'node:')
    .replace(/^node:_/, 'node:')
    .replace(/\/.*$/, '')
    .replace(/^node:http_.*$/, 'node:http');

/** @param {string} source */
function moduleOf(source) {
  const packageName = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules\/)/.exec(source)?.[1];
  return packageName ?? source;
}

/** @param {number} port */
async function inspect(port) {
  const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
  const socket = new WebSocket(/** @type {any} */ (targets)[0].webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let last = 0;
  return {
    /** @param {string} method @param {object} [params] @returns {Promise<any>} */
    send(method, params = {}) {
      const id = (last += 1);
      return new Promise((resolve) => {
        const listen = (/** @type {import('undici').MessageEvent} */ event) => {
          const message = JSON.parse(String(event.data));
          if (message.id !== id) return;
          socket.removeEventListener('message', listen);
          resolve(message.result);
        };
        socket.addEventListener('message', listen);
        socket.send(JSON.stringify({ id, method, params }));
      });
    },
    close: () => socket.close(),
  };
}
