/** The demo from start to end: processes, calls, evidence, checks, clean-up. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEverything } from '../support/everything.mjs';
import { startOtlpReceiver } from '../support/otlp-receiver.mjs';
import { ADMIN, BOOTSTRAP_KEY, startProduct } from '../support/product.mjs';
import { say, StepError } from '../support/steps.mjs';
import { makeCalls, SECRETS, SERVERS } from './calls.mjs';
import { checkCall, checkMetrics, checkSecrets } from './check.mjs';
import { collect, createReadKey, scrape } from './evidence.mjs';
import { endProduct } from './end-product.mjs';
import { passed, showCall, showCalls } from './show.mjs';
import { columns, heading } from './style.mjs';

/** @param {{ keep: boolean }} options */
export async function runDemo({ keep }) {
  /** @type {(() => unknown)[]} */
  const endings = [];
  const end = async () => {
    for (const ending of endings.splice(0).toReversed()) await ending();
  };
  /** @type {Promise<void>} */
  const interrupted = new Promise((resolve) => process.on('SIGINT', () => resolve()));
  void interrupted.then(() => end()).then(() => process.exit(keep ? 0 : 130));
  try {
    const { product, receiver, file } = await startAll(endings);
    const faults = await callAndCheck(product, receiver, file);
    if (faults.length > 0) throw new StepError(faults.join('\n  '));
    process.stdout.write(
      passed('one trace, one metric, one audit row and one log line per call, and they agree'),
    );
    process.stdout.write(
      passed('the secrets reached the upstream and stand nowhere in what Sightline wrote'),
    );
    if (keep) await stay(product, interrupted);
  } finally {
    await end();
  }
}

/** @param {(() => unknown)[]} endings */
async function startAll(endings) {
  say('Starting server-everything, an OTLP receiver and Sightline');
  const receiver = await startOtlpReceiver();
  endings.push(receiver.stop);
  const everything = await startEverything();
  endings.push(everything.stop);
  const directory = mkdtempSync(path.join(tmpdir(), 'sightline-demo-'));
  endings.push(() => rmSync(directory, { recursive: true, force: true }));
  const config = path.join(directory, 'mcp.json');
  const file = path.join(directory, 'hello.txt');
  writeFileSync(file, 'Hello from a server that Sightline started');
  const mcpServers = {
    [SERVERS.http]: { type: 'http', url: everything.url },
    [SERVERS.stdio]: { command: 'npx', args: ['-y', '@modelcontextprotocol/server-filesystem', directory] },
  };
  writeFileSync(config, JSON.stringify({ mcpServers }));
  const product = await startProduct({
    env: { MCP_CONFIG: config, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
  });
  endings.push(() => endProduct(product));
  return { product, receiver, file };
}

/**
 * @param {import('../support/product.mjs').Product} product
 * @param {Awaited<ReturnType<typeof startOtlpReceiver>>} receiver
 * @param {string} file for the server of files
 * @returns {Promise<string[]>} what is wrong
 */
async function callAndCheck(product, receiver, file) {
  const key = await createReadKey(product.url);
  const before = await scrape(product.url);
  const calls = await makeCalls(product.url, file);
  const evidence = await collect(calls, product, receiver, key);
  const after = await scrape(product.url);
  const shown = evidence.at(-1);
  process.stdout.write(showCalls(evidence));
  const overPipe = evidence.find(({ call }) => call.server === SERVERS.stdio);
  for (const one of [overPipe, shown])
    if (one) process.stdout.write(`${showCall(one, after, product.url)}\n`);
  const rows = JSON.stringify(evidence.flatMap((one) => one.rows));
  return [
    ...evidence.flatMap(checkCall),
    ...checkMetrics(evidence, before, after),
    ...checkSecrets(
      {
        'the exported traces': receiver.bodies.join('\n'),
        'the metrics': after,
        'an audit row': rows,
        'the log': product.output(),
      },
      product.dataDir,
    ),
    // The caller got its own text back: masking is for the record, not for the traffic.
    ...(shown?.call.answer.includes(SECRETS.inText)
      ? []
      : ['The upstream’s answer did not come back unchanged.']),
  ];
}

/**
 * @param {import('../support/product.mjs').Product} product
 * @param {Promise<void>} interrupted
 */
async function stay(product, interrupted) {
  const facts = columns([
    ['web app', product.url],
    ['e-mail', ADMIN.email],
    ['password', ADMIN.password],
    ['MCP endpoints', `${product.url}/mcp/${SERVERS.http} and ${product.url}/mcp/${SERVERS.stdio}`],
    ['agent key', BOOTSTRAP_KEY],
  ]);
  process.stdout.write(`${heading('Everything keeps running until Ctrl-C')}${facts}\n\n`);
  await interrupted;
}
