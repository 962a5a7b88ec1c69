/**
 * The load, a process of its own so that its CPU is nobody else's: a closed loop over keep-alive
 * connections. It writes prepared bytes into plain sockets and reads just enough of HTTP to know where an
 * answer ends, because a full HTTP client would take as much CPU as what it measures.
 */
import { connect } from 'node:net';

/**
 * @typedef {object} Job
 * @property {number} port
 * @property {string} path
 * @property {Record<string, string>} headers
 * @property {number} concurrency
 * @property {number} [calls]  stop after this many calls
 * @property {number} [durationMs]  or stop after this time
 * @property {boolean} checkId  whether each answer has to carry the id of its call
 */

/**
 * @typedef {object} Load
 * @property {number} calls  answered with 200 and the right id
 * @property {number} failed
 * @property {string | null} firstFailure
 * @property {number} elapsedMs
 * @property {number} p50
 * @property {number} p99
 */

process.on('message', (/** @type {Job} */ job) => {
  void drive(job).then((load) => process.send?.(load));
});
process.on('disconnect', () => process.exit(0));

/** Ids of seven digits: every request of a job has the same length. */
const FIRST_ID = 1_000_000;
const MESSAGE =
  'The quick brown fox jumps over the lazy dog, and the gateway has it all on record: who, what, when.';

/**
 * @param {Job} job
 * @returns {Promise<Load>}
 */
async function drive(job) {
  const [before, after] = requestParts(job);
  /** @type {number[]} */
  const latencies = [];
  let sent = 0;
  let failed = 0;
  /** @type {string | null} */
  let firstFailure = null;
  const started = performance.now();
  const deadline = job.durationMs === undefined ? Infinity : started + job.durationMs;
  const quota = job.calls ?? Infinity;

  const lane = async () => {
    const connection = await open(job.port);
    while (sent < quota && performance.now() < deadline) {
      const id = FIRST_ID + sent;
      sent += 1;
      const at = performance.now();
      const answer = await connection.exchange(before + id + after);
      latencies.push(performance.now() - at);
      if (answer.startsWith('HTTP/1.1 200 ') && (!job.checkId || answer.includes(`"id":${id}`))) continue;
      failed += 1;
      firstFailure ??= answer.slice(0, 600);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: job.concurrency }, lane)).catch((error) => {
    failed += 1;
    firstFailure ??= String(error);
  });
  const elapsedMs = performance.now() - started;
  latencies.sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { calls: latencies.length - failed, failed, firstFailure, elapsedMs, p50: at(0.5), p99: at(0.99) };
}

/** @param {Job} job @returns {[string, string]} the request around the id */
function requestParts({ port, path, headers }) {
  const call = JSON.stringify({
    jsonrpc: '2.0',
    id: FIRST_ID,
    method: 'tools/call',
    params: { name: 'echo', arguments: { message: MESSAGE } },
  });
  const head = [
    `POST ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${call.length}`,
  ];
  const [before = '', after = ''] = `${head.join('\r\n')}\r\n\r\n${call}`.split(String(FIRST_ID));
  return [before, after];
}

/**
 * @param {number} port
 * @returns {Promise<{ exchange: (request: string) => Promise<string>, close: () => void }>}
 */
function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = '';
    let whole = 0;
    /** @type {((answer: string) => void) | undefined} */
    let deliver;
    /** @type {((error: Error) => void) | undefined} */
    let giveUp = reject;
    socket.setEncoding('latin1');
    socket.on('data', (chunk) => {
      received += chunk;
      whole ||= lengthOf(received);
      const over =
        whole === CHUNKED ? received.endsWith('\r\n0\r\n\r\n') : whole > 0 && received.length >= whole;
      if (!over) return;
      const answer = received;
      received = '';
      whole = 0;
      deliver?.(answer);
    });
    socket.on('error', (error) => giveUp?.(error));
    socket.on('close', () => giveUp?.(new Error('the connection was closed in the middle of a call')));
    socket.on('connect', () =>
      resolve({
        exchange: (request) =>
          new Promise((answered, failed) => {
            deliver = answered;
            giveUp = failed;
            socket.write(request, 'latin1');
          }),
        close() {
          giveUp = undefined;
          socket.destroy();
        },
      }),
    );
  });
}

const CHUNKED = -1;

/** @param {string} answer @returns {number} its whole length, CHUNKED, or 0 while that is not known yet */
function lengthOf(answer) {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return 0;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end))?.[1];
  return length === undefined ? CHUNKED : end + 4 + Number(length);
}
// Tells the parent that it is there.
process.send?.({ port: 0 });
