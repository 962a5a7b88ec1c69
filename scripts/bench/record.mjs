/** Whether a lane's record is complete under load: answered calls = rows = tool_calls_total = log lines. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { METRICS_TOKEN } from '../support/product.mjs';
import { SLUG } from './processes.mjs';

/** How long the last spans and log lines may be on their way. */
const ARRIVAL_MS = 5_000;

/**
 * @typedef {object} LaneRecord
 * @property {string} title
 * @property {number} calls  answered, as the driver counted them
 * @property {number} counted  tool_calls_total
 * @property {number} rows  in tool_call_logs
 * @property {number} lines  in the log
 * @property {number} spans  received, of the two that each call has under its own name
 * @property {number} allSpans  received, of every kind
 * @property {number} dropped  telemetry_spans_total{result="dropped_…"}
 * @property {number} queued  telemetry_spans_waiting
 * @property {string[]} faults
 */

/**
 * @param {import('../support/product.mjs').Product & { key: string, title: string }} lane
 * @param {number} calls
 * @param {import('./processes.mjs').Helper} receiver
 * @returns {Promise<LaneRecord>}
 */
export async function readRecord(lane, calls, receiver) {
  const deadline = Date.now() + ARRIVAL_MS;
  for (;;) {
    const record = await readOnce(lane, calls, receiver);
    if (record.faults.length === 0 || Date.now() > deadline) return record;
    await sleep(500);
  }
}

/** @type {typeof readRecord} */
async function readOnce(lane, calls, receiver) {
  const answer = await fetch(`${lane.url}/api/v1/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const metrics = await answer.text();
  const received = (await receiver.ask('counts'))[lane.key] ?? { spans: 0, callSpans: 0 };
  const record = {
    title: lane.title,
    calls,
    counted: sumOf(metrics, 'tool_calls_total', `server="${SLUG}"`),
    rows: await countRows(lane.dataDir),
    lines: lane.logLines().filter((line) => line.msg === 'mcp call').length,
    spans: received.callSpans,
    allSpans: received.spans,
    dropped: sumOf(metrics, 'telemetry_spans_total', 'result="dropped_'),
    queued: sumOf(metrics, 'telemetry_spans_waiting', ''),
  };
  return { ...record, faults: faultsOf(record) };
}

/** @param {Omit<LaneRecord, 'faults'>} record */
function faultsOf({ calls, counted, rows, lines, spans, dropped, queued }) {
  const faults = [];
  if (rows !== calls) faults.push(`${calls} calls were answered, ${rows} audit rows are there.`);
  if (counted !== calls) faults.push(`${calls} calls were answered, tool_calls_total says ${counted}.`);
  if (lines !== calls) faults.push(`${calls} calls were answered, ${lines} log lines are there.`);
  const missing = 2 * calls - spans;
  if (missing < 0 || missing > dropped + queued) {
    faults.push(
      `${2 * calls} spans of calls were started, ${spans} came, ${dropped} of all kinds count as dropped and ${queued} as queued.`,
    );
  }
  return faults;
}

/**
 * The sum of a metric's samples whose labels contain `part`.
 *
 * @param {string} metrics
 * @param {string} name
 * @param {string} part
 */
function sumOf(metrics, name, part) {
  return metrics
    .split('\n')
    .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(part))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/** Asks PostgreSQL itself, past everything that Sightline says. @param {string} dataDir */
async function countRows(dataDir) {
  const { databasePassword } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8'));
  const port = Number(readFileSync(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]);
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'sightline',
    password: databasePassword,
    database: 'sightline',
  });
  await client.connect();
  const { rows } = await client.query('SELECT count(*)::int AS count FROM tool_call_logs WHERE server = $1', [
    SLUG,
  ]);
  await client.end();
  return /** @type {number} */ (rows[0].count);
}
