/** Whether the four places hold the calls, once each, and say the same about them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SECRETS, SERVERS } from './calls.mjs';
import { valueOf } from './evidence.mjs';

/** @typedef {import('./evidence.mjs').Evidence} Evidence */

const SERVER = 2;
const CLIENT = 3;

/**
 * @param {Evidence} evidence
 * @returns {string[]} a sentence per fault
 */
export function checkCall({ call, spans, span, rows, lines }) {
  const [row] = rows;
  const [line] = lines;
  const faults = [];
  if (rows.length !== 1) faults.push(`there should be one audit row, and there are ${rows.length}`);
  if (lines.length !== 1) faults.push(`there should be one log line, and there are ${lines.length}`);
  if (!span) faults.push(`none of the ${spans.length} spans received has the span id of the audit row`);
  if (!row || !line || !span) return faults.map((fault) => `${call.title}: ${fault}.`);

  const same = (/** @type {string} */ what, /** @type {Record<string, unknown>} */ said) => {
    if (new Set(Object.values(said)).size === 1) return;
    const each = Object.entries(said).map(([place, value]) => `${place} ${JSON.stringify(value)}`);
    faults.push(`they disagree about the ${what}: ${each.join(', ')}`);
  };
  const { attributes } = span;
  same('trace id', { caller: call.traceId, trace: span.traceId, row: row.trace_id, log: line.trace_id });
  same('span id', { trace: span.spanId, row: row.span_id, log: line.span_id });
  same('call id', { trace: attributes['sightline.call.id'], row: row.id, log: line.call_id });
  same('request id', {
    trace: attributes['sightline.request.id'],
    row: row.request_id,
    log: line.request_id,
  });
  same('server', {
    expected: call.server,
    trace: attributes['mcp.server'],
    row: row.server,
    log: line.server,
  });
  same('tool', { expected: call.tool, trace: attributes['mcp.tool'], row: row.tool, log: line.tool });
  same('status', {
    expected: call.status,
    trace: attributes['mcp.status'],
    row: row.status,
    log: line.status,
  });
  same('latency in microseconds', {
    row: Math.round(row.latency_ms * 1000),
    log: Math.round(line.latency_ms * 1000),
  });
  // The span's start is the wall clock's millisecond, its end comes after the row is written.
  if (spanMs(span) < row.latency_ms - 1) {
    faults.push(
      `the span lasted ${spanMs(span).toFixed(2)} ms, the row says ${row.latency_ms.toFixed(2)} ms`,
    );
  }
  if (span.kind !== SERVER) faults.push(`the span ${span.name} is of kind ${span.kind} and not SERVER`);
  if (!spans.some(({ parentSpanId }) => parentSpanId === call.parentSpanId)) {
    faults.push('no span of the trace is a child of the caller’s span');
  }
  const transport = call.server === SERVERS.stdio ? 'pipe' : 'tcp';
  for (const { attributes: said } of spans.filter(({ kind }) => kind === CLIENT)) {
    if (said['mcp.server'] && said['network.transport'] !== transport)
      faults.push(`the way to the upstream is ${said['network.transport']} and not ${transport}`);
  }
  if (
    call.status !== 'denied' &&
    !spans.some(({ kind, parentSpanId }) => kind === CLIENT && parentSpanId === span.spanId)
  ) {
    faults.push('the trace has no CLIENT span for the way to the upstream');
  }
  return faults.map((fault) => `${call.title}: ${fault}.`);
}

/** @param {import('./evidence.mjs').Span} span */
export const spanMs = (span) => Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6;

/**
 * Every call has to be in the counter, and their latencies in the histogram.
 *
 * @param {Evidence[]} evidence
 * @param {string} before the scrape before the calls
 * @param {string} after the scrape after them
 */
export function checkMetrics(evidence, before, after) {
  const faults = [];
  const grown = (/** @type {string} */ series) => valueOf(after, series) - valueOf(before, series);
  for (const series of new Set(evidence.map(({ call }) => counterOf(call)))) {
    const calls = evidence.filter(({ call }) => counterOf(call) === series);
    if (grown(series) !== calls.length)
      faults.push(`${series} grew by ${grown(series)}, and ${calls.length} such calls were made.`);
  }
  const echoes = evidence.filter(({ call }) => call.tool === 'echo');
  const measured = grown('tool_latency_seconds_sum{server="everything",tool="echo",source="server"}') * 1000;
  const recorded = echoes.reduce((sum, { rows }) => sum + (rows[0]?.latency_ms ?? 0), 0);
  if (Math.abs(measured - recorded) > 0.001) {
    faults.push(
      `tool_latency_seconds grew by ${measured.toFixed(3)} ms for echo, and the audit rows add up to ${recorded.toFixed(3)} ms.`,
    );
  }
  return faults;
}

/** @param {import('./calls.mjs').MadeCall} call */
export const counterOf = ({ server, tool, status }) =>
  `tool_calls_total{server="${server}",tool="${tool}",status="${status}",source="server"}`;

/**
 * Looks for the secrets in everything that Sightline has written anywhere, byte for byte.
 *
 * @param {Record<string, string>} texts what was received from it, by place
 * @param {string} dataDir its database and all else that it keeps
 */
export function checkSecrets(texts, dataDir) {
  const faults = [];
  for (const secret of Object.values(SECRETS)) {
    const shown = `The secret ${secret.slice(0, 4)}…`;
    for (const [place, text] of Object.entries(texts)) {
      if (text.includes(secret)) faults.push(`${shown} stands in ${place}.`);
    }
    for (const file of filesOf(dataDir)) {
      if (readFileSync(file).includes(secret))
        faults.push(`${shown} stands in ${path.relative(dataDir, file)} of the data directory.`);
    }
  }
  return faults;
}

/** @param {string} directory */
function filesOf(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
