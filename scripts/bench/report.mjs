/** The results as a Markdown page. */
import os from 'node:os';

/** @typedef {import('./run.mjs').Key} Key */
/** @typedef {import('./run.mjs').Samples} Samples */

const TARGETS = [
  {
    title: 'direct lane ÷ bare pass-through',
    of: (/** @type {CpuOf} */ cpu) => cpu('direct') / cpu('bare'),
    target: 3,
    shown: '≤ 3',
  },
  {
    title: 'direct lane ÷ (empty Next route + bare pass-through)',
    of: (/** @type {CpuOf} */ cpu) => cpu('direct') / (cpu('empty') + cpu('bare')),
    target: 1 / 3,
    shown: '≤ 0.33',
  },
  {
    title: 'route lane ÷ direct lane',
    of: (/** @type {CpuOf} */ cpu) => cpu('route') / cpu('direct'),
    target: undefined,
    shown: '',
  },
];

/** @typedef {(key: Key) => number} CpuOf */

/**
 * @param {object} run
 * @param {Map<number, Samples>} run.results  by concurrency
 * @param {{ key: Key, title: string }[]} run.variants
 * @param {import('./record.mjs').LaneRecord[]} run.records
 * @param {{ rounds: number, slotMs: number, warmUpMs: number }} run.plan
 * @param {number} run.loadBefore  what else the machine was doing
 * @param {number} run.seconds
 */
export function renderReport({ results, variants, records, plan, loadBefore, seconds }) {
  const parts = ['# What a call costs', '', ...summary(plan, loadBefore, seconds)];
  for (const [concurrency, samples] of results) {
    parts.push('', `## ${concurrency === 1 ? 'One call at a time' : `${concurrency} calls at a time`}`, '');
    parts.push(...measurements(variants, samples), '', ...ratios(samples));
  }
  parts.push('', '## Is the record complete under load?', '', ...completeness(records), '', ...method(plan));
  return `${parts.join('\n')}\n`;
}

/**
 * @param {{ rounds: number }} plan
 * @param {number} loadBefore
 * @param {number} seconds
 */
function summary(plan, loadBefore, seconds) {
  const cpus = os.cpus();
  const model = cpus[0]?.model.trim() || 'unknown model';
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${cpus.length} CPU cores`,
    `(${model}), ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()}, in ${seconds.toFixed(0)} s; load average before the run ${loadBefore.toFixed(1)}.`,
    `Each cell: median of ${plan.rounds} ${plan.rounds === 1 ? 'round' : 'rounds'} (least – greatest).`,
    '**Repeat it with `npm run bench`.** This page is written by that command.',
  ];
}

/**
 * @param {{ key: Key, title: string }[]} variants
 * @param {Samples} samples
 */
function measurements(variants, samples) {
  const rows = variants.map(({ key, title }) => {
    const of = (/** @type {keyof import('./run.mjs').Sample} */ name) =>
      samples[key].map((sample) => sample[name]);
    const database = key === 'direct' || key === 'route' ? spread(of('databaseCpu'), 3) : '–';
    return [
      title,
      spread(of('callsPerSecond'), 0),
      spread(of('p50'), 2),
      spread(of('p99'), 2),
      spread(of('cpu'), 3),
      database,
    ];
  });
  return table(['variant', 'calls/s', 'p50 ms', 'p99 ms', 'CPU ms/call', 'PostgreSQL CPU ms/call'], rows);
}

/** @param {Samples} samples */
function ratios(samples) {
  const rounds = samples.direct.map(
    (_, round) => (/** @type {Key} */ key) => samples[key][round]?.cpu ?? NaN,
  );
  const rows = TARGETS.map(({ title, of, target, shown }) => {
    const values = rounds.map((cpu) => of(cpu));
    const verdict = target === undefined ? '' : median(values) <= target ? 'met' : '**missed**';
    return [title, spread(values, 2), shown, verdict];
  });
  return table(['CPU per call, ratio within a round', 'measured', 'target', ''], rows);
}

/** @param {import('./record.mjs').LaneRecord[]} records */
function completeness(records) {
  return table(
    [
      'lane',
      'calls answered',
      'audit rows',
      '`tool_calls_total`',
      'log lines',
      'call spans received',
      'spans dropped',
      'spans queued',
      '',
    ],
    records.map((record) => [
      record.title,
      ...[record.calls, record.rows, record.counted, record.lines].map(String),
      `${record.spans} of ${2 * record.calls}`,
      String(record.dropped),
      String(record.queued),
      record.faults.length === 0 ? 'complete' : '**incomplete**',
    ]),
  );
}

/** @param {{ rounds: number, slotMs: number, warmUpMs: number }} plan */
function method(plan) {
  return [
    '## How it is measured',
    '',
    'Every variant is a process of its own and answers the same request, a `tools/call` of `echo` with about',
    '270 bytes of JSON; the three in the middle forward it to the same trivial upstream (`node:http`, about 200 bytes of JSON).',
    '',
    '- **Upstream alone**: the load driver and the upstream with nothing between them, the floor of latency.',
    '- **Bare Node pass-through**: `node:http` in front, an undici pool behind, bodies streamed (`Pool.stream`); nothing is checked or recorded.',
    '- **Sightline, direct lane**: `server.mjs` in production with everything on: key check, embedded PostgreSQL with',
    '  the audit row durable before the answer, spans exported over OTLP to a receiver, metrics, log lines read from a pipe.',
    '- **Sightline, route lane**: the same under plain `next start`, where Next routes the request to a route handler.',
    '- **Empty Next route handler**: a Next app with one `POST` handler that reads nothing and answers `{}`, under plain',
    '  `next start` like the route lane. It forwards nothing, so it is compared together with the pass-through.',
    '',
    `The load comes from another process in a closed loop over kept-alive connections. After ${plan.warmUpMs / 1000} s of load to warm`,
    `up, the variants take turns, ${plan.slotMs / 1000} s each, ${plan.rounds === 1 ? 'once' : `${plan.rounds} times`}. CPU is user and system time of the variant's process with its`,
    'worker threads, from the first call until 0.1 s after the last, for Sightline 1.3 s, so that what it writes behind',
    'the answer counts.',
    'PostgreSQL’s processes are counted separately. Driver, upstream, receiver and PostgreSQL share the cores with what',
    'is measured: calls/s and latency say what this machine does, CPU per call and its ratios what the code costs.',
  ];
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)];
}

/**
 * @param {number[]} values
 * @param {number} digits
 */
function spread(values, digits) {
  const shown = (/** @type {number} */ value) => value.toFixed(digits);
  if (values.length === 1) return shown(values[0] ?? NaN);
  return `${shown(median(values))} (${shown(Math.min(...values))} – ${shown(Math.max(...values))})`;
}

/** @param {number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
