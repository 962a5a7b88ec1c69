/**
 * npm run bench -- mask: what masking finds, what it costs, and the same of two kept packages beside it. A
 * benchmark, not a timed test: a missed goal is reported and does not fail. Writes bench/MASKING.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import slowRedact from '@pinojs/redact';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { loadMasker } from '../support/load-masker.mjs';
import { negatives, positives } from '../support/mask-cases.mjs';

/** @typedef {{ source: string, text: string, secret: string, kind: string, positive: boolean }} Case */

const ROOT = path.join(import.meta.dirname, '../..');
const OTHERS = path.join(ROOT, '../shared/cases/masking.dev.jsonl');
const KIB = 1024;

const SENTENCES =
  'The report lists 12 open issues; the oldest was filed on 2024-03-01 and concerns the author index, see https://example.com/demo/issues/3 for details. ';

/** The payloads that are timed: name, JSON text, and the goal in milliseconds, if there is one. */
const payloads = () => {
  const items = Array.from({ length: 78 }, (_, i) => ({
    id: `b7e3f1c2-0d4a-4c3e-9f21-${100_000_000_000 + i}`,
    name: `Item number ${i}`,
    description: 'A short description of an item that was made for a measurement',
    price: i * 1.5,
    tags: ['alpha', 'beta'],
    url: `https://example.com/items/${i}`,
  }));
  const text = (/** @type {string} */ said) =>
    JSON.stringify({ content: [{ type: 'text', text: said }], isError: false });
  return [
    {
      name: 'clean arguments',
      json: JSON.stringify({
        location: 'Berlin',
        units: 'metric',
        days: 5,
        query: 'weather for the next days',
        page: 2,
      }),
    },
    { name: 'clean answer', json: text(SENTENCES) },
    { name: 'clean objects in JSON in JSON', json: text(JSON.stringify({ items })), goal: 0.3 },
    { name: 'clean prose', json: text(SENTENCES.repeat(118)), goal: 0.3 },
    {
      name: 'prose with many telling words',
      json: text(
        'the token of the author of the key chapter passed the secret of cookies on to the class '.repeat(
          200,
        ),
      ),
    },
    {
      name: 'a secret in every other sentence',
      json: text(`${SENTENCES}${SENTENCES}password=hunter2hunter2 `.repeat(55)),
    },
    {
      name: 'a picture',
      json: JSON.stringify({
        type: 'image',
        data: Buffer.from(Array.from({ length: 48 * KIB }, (_, i) => (i * 7919) % 251)).toString('base64'),
      }),
    },
  ];
};

const HOSTILE = [
  '-eyJ',
  'token=',
  'token|',
  'pw "',
  'Bearer ',
  '://a:',
  '\\"',
  '{"a":',
  '"{}",',
  'cookie: a=b;',
  '-----BEGIN PRIVATE KEY-----',
  'sk_live_',
  '@tcp(',
  'QUJD',
];

/** Milliseconds a run, the best of several rounds: what the machine does beside it is not of interest. */
function timed(/** @type {() => void} */ run) {
  let best = Infinity;
  for (let round = 0; round < 7; round += 1) {
    const started = performance.now();
    let runs = 0;
    while (performance.now() - started < 60) {
      run();
      runs += 1;
    }
    best = Math.min(best, (performance.now() - started) / runs);
  }
  return best;
}

/** As a tool's answer holds it: a text in JSON, or JSON in that text. */
const wrappings = {
  object: (/** @type {string} */ text) => JSON.stringify({ content: [{ type: 'text', text }] }),
  'JSON in JSON': (/** @type {string} */ text) =>
    JSON.stringify({ content: [{ type: 'text', text: JSON.stringify({ result: text }) }] }),
};

const percent = (/** @type {number} */ part, /** @type {number} */ whole) =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

export async function benchmarkMasking() {
  const { createMasker } = await loadMasker();
  const masker = createMasker(
    Array.from({ length: 20 }, (_, i) => `known-${(i * 7919 + 1e6).toString(36).repeat(4)}`),
  );
  const json = (/** @type {string} */ raw) => masker.json(raw, {});
  const out = [
    '# Masking: results',
    '',
    `\`npm run bench -- mask\`, Node ${process.version}, ${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.cpus().length} processors, load ${os.loadavg()[0]?.toFixed(1)} at the start. Why it is built so: \`docs/decisions/0006-masking.md\`.`,
    '',
    '## What is found',
    '',
    'A secret counts as found when it no longer stands in the masked text. The goals are 95 % of the secrets and at most 2 % of clean texts changed.',
    '',
    '| cases | secrets found, as an object | as JSON in JSON | clean texts changed |',
    '|---|---|---|---|',
  ];
  const { sources, totals } = judge(json);
  for (const [source, row] of [...sources, /** @type {const} */ (['all', totals])]) {
    out.push(
      `| ${source} | ${percent(row.found[0], row.secrets)} of ${row.secrets} | ${percent(row.found[1], row.secrets)} | ${row.clean === 0 ? '–' : `${row.changed} of ${row.clean}`} |`,
    );
  }
  out.push(
    '',
    '## What it costs',
    '',
    '| payload | size | time | throughput | goal |',
    '|---|---|---|---|---|',
  );
  for (const { name, json: raw, goal } of payloads()) {
    const ms = timed(() => void json(raw));
    out.push(
      `| ${name} | ${(raw.length / KIB).toFixed(1)} KiB | ${ms.toFixed(4)} ms | ${(raw.length / ms / 1000).toFixed(0)} MB/s | ${goal ? `< ${goal} ms` : '≥ 10 MB/s'} |`,
    );
  }
  out.push(
    '',
    'Hostile texts, 64 KiB of one piece again and again (goal: at most 50 ms per MiB; what passes the bound on work is kept without payload):',
    '',
    '| piece | ms per MiB | kept |',
    '|---|---|---|',
  );
  for (const piece of HOSTILE) {
    const raw = JSON.stringify({ text: piece.repeat(Math.ceil((64 * KIB) / piece.length)) });
    const ms = (timed(() => void json(raw)) * (1024 * KIB)) / raw.length;
    out.push(
      `| \`${piece.replaceAll('|', '\\|')}\` | ${ms.toFixed(0)} | ${json(raw).startsWith('"[unmaskable') ? 'no' : 'yes'} |`,
    );
  }
  out.push('', ...manySecrets(createMasker), ...(await besides(json)));
  const page = `${out.join('\n')}\n`;
  writeFileSync(path.join(ROOT, 'bench/MASKING.md'), page);
  console.log(page);
}

function judge(/** @type {(raw: string) => string} */ json) {
  /** @type {Case[]} */
  const cases = [
    ...positives().map(({ text, secret, kind }) => ({ source: 'own', text, secret, kind, positive: true })),
    ...negatives().map(({ text }) => ({ source: 'own', text, secret: '', kind: 'clean', positive: false })),
  ];
  if (existsSync(OTHERS)) {
    for (const line of readFileSync(OTHERS, 'utf8').trim().split('\n'))
      cases.push(/** @type {Case} */ (JSON.parse(line)));
  }
  const empty = () => ({ secrets: 0, found: /** @type {[number, number]} */ ([0, 0]), clean: 0, changed: 0 });
  /** @type {Map<string, ReturnType<typeof empty>>} */
  const sources = new Map();
  const totals = empty();
  for (const { source, text, secret, kind, positive } of cases) {
    const row = sources.get(source) ?? empty();
    sources.set(source, row);
    for (const [i, wrap] of Object.values(wrappings).entries()) {
      const raw = wrap(text);
      const masked = json(raw);
      if (positive) {
        const survives = JSON.stringify(JSON.parse(masked)).includes(
          JSON.stringify(i === 0 ? secret : JSON.stringify(secret).slice(1, -1)).slice(1, -1),
        );
        for (const part of [row, totals]) part.found[i === 0 ? 0 : 1] += survives ? 0 : 1;
      }
      if (i === 0) {
        for (const part of [row, totals]) {
          if (positive) part.secrets += 1;
          else if (kind === 'clean') {
            part.clean += 1;
            part.changed += masked === raw ? 0 : 1;
          }
        }
      }
    }
  }
  return { sources, totals };
}

function manySecrets(
  /** @type {import('../support/load-masker.mjs').MaskerModule['createMasker']} */ createMasker,
) {
  const raw = JSON.stringify({ text: SENTENCES.repeat(420) });
  const rows = [20, 500, 5_000].map((count) => {
    const secrets = Array.from(
      { length: count },
      (_, i) => `sk-ant-api03-${(i * 7919 + 1e6).toString(36).repeat(8)}`,
    );
    const started = performance.now();
    const masker = createMasker(secrets);
    const built = performance.now() - started;
    return `| ${count} | ${built.toFixed(0)} ms | ${timed(() => void masker.json(raw, {})).toFixed(2)} ms |`;
  });
  return [
    'Known secrets (each in about twenty encodings), a text of 62 KB:',
    '',
    '| secrets | building | masking |',
    '|---|---|---|',
    ...rows,
    '',
  ];
}

/** Two kept packages in the same run: one that goes by names, one that goes by formats. */
async function besides(/** @type {(raw: string) => string} */ json) {
  const redact = slowRedact({
    paths: ['password', 'token', 'secret', 'apiKey', '*.password', '*.token', '*.secret', '*.apiKey'],
    censor: '***',
  });
  const config = { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] };
  const lint = (/** @type {string} */ content) =>
    lintSource({
      source: { filePath: '/payload.txt', content, contentType: 'text', ext: '.txt' },
      options: { config: /** @type {never} */ (config), noPhysicFilePath: true },
    });
  let found = 0;
  const own = positives();
  for (const { text } of own) if ((await lint(text)).messages.length > 0) found += 1;
  let changed = 0;
  const clean = negatives();
  for (const { text } of clean) if ((await lint(text)).messages.length > 0) changed += 1;
  const raw = payloads()[3]?.json ?? '';
  await lint(raw);
  const started = performance.now();
  for (let i = 0; i < 20; i += 1) await lint(raw);
  const linted = (performance.now() - started) / 20;
  const byName = own.filter(({ text, secret }) => !String(redact({ text })).includes(secret)).length;
  const redacted = timed(() => void redact(JSON.parse(raw)));
  const ours = own.filter(({ text, secret }) => !json(wrappings.object(text)).includes(secret)).length;
  const mine = timed(() => void json(raw));
  return [
    '## Beside kept packages',
    '',
    'Own cases as texts in an object, and the time of "clean prose" above. `@pinojs/redact` sees names of objects only; secretlint reports and does not mask.',
    '',
    '| | secrets found | clean texts reported | time |',
    '|---|---|---|---|',
    `| this masker | ${percent(ours, own.length)} | ${percent(clean.filter(({ text }) => json(wrappings.object(text)) !== wrappings.object(text)).length, clean.length)} | ${mine.toFixed(3)} ms |`,
    `| \`@secretlint/core\`, recommended preset | ${percent(found, own.length)} | ${percent(changed, clean.length)} | ${linted.toFixed(3)} ms |`,
    `| \`@pinojs/redact\` with JSON.parse | ${percent(byName, own.length)} | 0.0 % | ${redacted.toFixed(3)} ms |`,
  ];
}
