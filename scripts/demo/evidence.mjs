/** What each of the four places holds about a call, fetched the way anybody can. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN, METRICS_TOKEN } from '../support/product.mjs';

/** How long the last spans may be on their way. */
const ARRIVAL_MS = 10_000;

/** @typedef {import('./calls.mjs').MadeCall} MadeCall */
/** @typedef {import('../support/otlp-receiver.mjs').ReceivedSpan & { startTimeUnixNano: string, endTimeUnixNano: string }} Span */

/**
 * @typedef {object} Evidence
 * @property {MadeCall} call
 * @property {Span[]} spans  of its trace
 * @property {Span | undefined} span  the one whose ids stand on the row
 * @property {Record<string, any>[]} rows
 * @property {Record<string, any>[]} lines
 */

/**
 * @param {MadeCall[]} calls
 * @param {import('../support/product.mjs').Product} product
 * @param {Awaited<ReturnType<typeof import('../support/otlp-receiver.mjs').startOtlpReceiver>>} receiver
 * @param {string} key with the scope read
 * @returns {Promise<Evidence[]>}
 */
export async function collect(calls, product, receiver, key) {
  const deadline = Date.now() + ARRIVAL_MS;
  for (;;) {
    const found = await Promise.all(calls.map((call) => collectOne(call, product, receiver, key)));
    const all = found.every(({ rows, lines, span }) => rows.length > 0 && lines.length > 0 && span);
    if (all || Date.now() > deadline) return found;
    await sleep(200);
  }
}

/**
 * @param {MadeCall} call
 * @param {import('../support/product.mjs').Product} product
 * @param {Awaited<ReturnType<typeof import('../support/otlp-receiver.mjs').startOtlpReceiver>>} receiver
 * @param {string} key
 * @returns {Promise<Evidence>}
 */
async function collectOne(call, product, receiver, key) {
  const { items } = await getJson(`${product.url}/api/v1/observability/logs?trace=${call.traceId}`, key);
  const rows = await Promise.all(
    items.map((/** @type {{ id: string }} */ { id }) =>
      getJson(`${product.url}/api/v1/observability/logs/${id}`, key),
    ),
  );
  const spans = /** @type {Span[]} */ (receiver.spans).filter(({ traceId }) => traceId === call.traceId);
  const lines = product
    .logLines()
    .filter(({ msg, trace_id }) => msg === 'mcp call' && trace_id === call.traceId);
  const span = spans.find(({ spanId }) => spanId === rows[0]?.span_id);
  return { call, spans, span, rows, lines };
}

/** @param {string} url @param {string} key */
async function getJson(url, key) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  if (answer.status !== 200) throw new Error(`GET ${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** @param {string} url of Sightline @returns {Promise<string>} what Prometheus would be told now */
export async function scrape(url) {
  const answer = await fetch(`${url}/api/v1/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  return answer.text();
}

/**
 * The value of one sample.
 *
 * @param {string} metrics
 * @param {string} series name and labels, as they stand in the text
 */
export function valueOf(metrics, series) {
  const line = metrics.split('\n').find((text) => text.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

/**
 * Signs in as the admin and makes a key that may read the log and nothing else.
 *
 * @param {string} url of Sightline
 */
export async function createReadKey(url) {
  const jar = new Map();
  const send = async (/** @type {string} */ path, /** @type {RequestInit} */ init) => {
    const cookie = [...jar].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(`${url}${path}`, {
      ...init,
      headers: { ...init.headers, cookie, origin: url },
      redirect: 'manual',
    });
    for (const text of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (text.split(';', 1)[0] ?? '').split(/=(.*)/s);
      jar.set(name, value);
    }
    return answer;
  };
  const { csrfToken } = await (await send('/api/auth/csrf', {})).json();
  await send('/api/auth/callback/credentials', {
    method: 'POST',
    body: new URLSearchParams({ csrfToken, ...ADMIN, json: 'true' }),
  });
  const answer = await send('/api/v1/keys', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'demo reader', scopes: ['read'] }),
  });
  if (answer.status !== 201)
    throw new Error(`POST /api/v1/keys answered ${answer.status}: ${await answer.text()}`);
  const { key } = await answer.json();
  return /** @type {string} */ (key);
}
