/**
 * npm run soak: fifty calls a second for ten minutes, refusals and failures of all kinds among them, against a
 * Sightline of its own. Fails when memory or descriptors grow, when a call is left unanswered, or when the books do
 * not add up. `npm run soak -- 60` runs for a minute.
 */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOOTSTRAP_KEY, METRICS_TOKEN, startProduct } from './support/product.mjs';
import { orExplain, say } from './support/steps.mjs';
import { startUpstream } from './support/upstream.mjs';

const CALLS_PER_SECOND = 50;
const SAMPLE_MS = 5_000;
/** Growth from the second quarter to the last that is taken for a leak; the first quarter warms up. */
const MAX_GROWTH = 1.2;

const call = (/** @type {string} */ name, args = {}) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

/** What is sent, one after the other. @type {{ body: string, server?: string, key?: string, abortMs?: number }[]} */
const MIX = [
  ...Array.from({ length: 10 }, () => ({ body: call('exact', { text: 'x'.repeat(200) }) })),
  { body: call('tool_error') },
  { body: call('no-such-tool') },
  { body: call('exact'), key: 'slk_wrong' },
  { body: call('exact'), server: 'nowhere' },
  { body: call('exact'), server: 'down' },
  { body: '{"jsonrpc":"2.0","id":1,' },
  { body: '[1,2]' },
  { body: call('exact', { big: 'x'.repeat(300_000) }) },
  { body: call('hang'), abortMs: 30 },
  { body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }) },
];

await orExplain(async () => {
  const seconds = Number(process.argv[2] ?? 600);
  const upstream = await startUpstream();
  const config = path.join(mkdtempSync(path.join(tmpdir(), 'sightline-soak-')), 'mcp.json');
  const servers = { test: { url: upstream.url }, down: { url: 'http://127.0.0.1:9/mcp' } };
  writeFileSync(config, JSON.stringify({ mcpServers: servers }));
  const product = await startProduct({
    env: { MCP_CONFIG: config, MAX_BODY_BYTES: String(256 * 1024), UPSTREAM_TIMEOUT_MS: '2000' },
  });
  const tally = { sent: 0, answered: 0, broken: 0 };
  /** @type {{ rssMb: number, descriptors: number }[]} */
  const samples = [];
  const sampler = setInterval(() => samples.push(measure(product.pid)), SAMPLE_MS);
  const pending = new Set();
  const endsAt = Date.now() + seconds * 1_000;
  for (let number = 0; Date.now() < endsAt; number += 1) {
    const one = send(product.url, MIX[number % MIX.length] ?? { body: '' }, tally);
    pending.add(one);
    void one.finally(() => pending.delete(one));
    await sleep(1_000 / CALLS_PER_SECOND);
    if (number % (CALLS_PER_SECOND * 30) === 0) {
      say(`${tally.sent} sent, ${pending.size} waiting, ${JSON.stringify(measure(product.pid))}`);
    }
  }
  await Promise.all(pending);
  clearInterval(sampler);
  const text = await scrape(product.url);
  await product.stop();
  product.cleanUp();
  await upstream.stop();
  judge(samples, tally, text);
});

/**
 * @param {string} url
 * @param {{ body: string, server?: string, key?: string, abortMs?: number }} what
 * @param {{ sent: number, answered: number, broken: number }} tally
 */
async function send(url, { body, server = 'test', key = BOOTSTRAP_KEY, abortMs }, tally) {
  tally.sent += 1;
  try {
    const answer = await fetch(`${url}/mcp/${server}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${key}`,
      },
      body,
      ...(abortMs === undefined ? {} : { signal: AbortSignal.timeout(abortMs) }),
    });
    await answer.arrayBuffer();
    tally.answered += 1;
  } catch {
    if (abortMs === undefined) tally.broken += 1;
    else tally.answered += 1;
  }
}

/** @param {number} pid */
function measure(pid) {
  const rss = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return { rssMb: Math.round(Number(rss) / 1024), descriptors: readdirSync(`/proc/${pid}/fd`).length };
}

/** @param {string} url */
async function scrape(url) {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  return (await fetch(`${url}/api/v1/metrics`, { headers })).text();
}

/**
 * @param {{ rssMb: number, descriptors: number }[]} samples
 * @param {{ sent: number, answered: number, broken: number }} tally
 * @param {string} metrics
 */
function judge(samples, tally, metrics) {
  const quarter = Math.max(1, Math.floor(samples.length / 4));
  const median = (/** @type {'rssMb' | 'descriptors'} */ of, /** @type {number} */ from) => {
    const values = samples.slice(from, from + quarter).map((sample) => sample[of]);
    return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  };
  const sum = (/** @type {string} */ name, /** @type {string} */ having = '') =>
    metrics
      .split('\n')
      .filter((line) => line.startsWith(name) && line.includes(having))
      .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
  const rows = sum('audit_rows_total', 'written') + sum('audit_rows_total', 'degraded');
  const calls = sum('tool_calls_total');
  const figures = {
    ...tally,
    calls_on_record: calls,
    rows,
    rss_mb: [median('rssMb', quarter), median('rssMb', samples.length - quarter)],
    descriptors: [median('descriptors', quarter), median('descriptors', samples.length - quarter)],
  };
  say(JSON.stringify(figures));
  const grew = (/** @type {number[]} */ [before = 1, after = 1]) => after > before * MAX_GROWTH;
  const faults = [
    tally.broken > 0 ? `${tally.broken} calls were left without an answer` : '',
    calls === rows ? '' : 'tool_calls_total and the rows differ',
    grew(figures.rss_mb) ? 'memory grows' : '',
    grew(figures.descriptors) ? 'descriptors grow' : '',
  ].filter(Boolean);
  if (faults.length === 0) return say('Flat, and the books add up.');
  process.stderr.write(`✗ ${faults.join('; ')}\n`);
  process.exitCode = 1;
}
