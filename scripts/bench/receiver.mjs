/**
 * An OTLP receiver that only counts, a process of its own: parsing some ten thousand spans a second would
 * take the CPU that is being measured. The first part of the path says who sends; the parent asks for the
 * counts by a message.
 */
import { createServer } from 'node:http';
import { announce } from './announce.mjs';

/** Every span has one start time, and each call has two spans of this name (SERVER and CLIENT). */
const MARKS = { spans: '"startTimeUnixNano"', callSpans: '"name":"tools/call echo"' };

/** @typedef {{ spans: number, callSpans: number }} Counts */
/** @type {Record<string, Counts>} */
const received = {};

const server = createServer((request, response) => {
  const sender = request.url?.split('/')[1] ?? '';
  /** @type {Buffer[]} */
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const counts = (received[sender] ??= { spans: 0, callSpans: 0 });
    counts.spans += occurrences(body, MARKS.spans);
    counts.callSpans += occurrences(body, MARKS.callSpans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});
process.on('message', () => process.send?.(received));
announce(server);

/**
 * @param {Buffer} body
 * @param {string} mark
 */
function occurrences(body, mark) {
  let count = 0;
  for (let at = body.indexOf(mark); at !== -1; at = body.indexOf(mark, at + mark.length)) count += 1;
  return count;
}
