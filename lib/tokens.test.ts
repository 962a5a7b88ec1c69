import { readFileSync } from 'node:fs';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { estimateTokens } from './tokens';

const file = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8').slice(0, 16_000);
const rows = Array.from({ length: 60 }, (_, i) => ({
  id: `01a20303-e13d-748b-84e2-${(i * 7919).toString(16).padStart(12, '0')}`,
  created_at: `2026-11-${String((i % 28) + 1).padStart(2, '0')}T10:${String(i % 60).padStart(2, '0')}:07.123Z`,
  title: `Connection pool exhausted after upgrade to version ${i}.2`,
  labels: ['bug', 'needs-triage'],
  author: { login: `user${i}`, url: `https://example.com/users/user${i}` },
  comments: i * 3,
  open: i % 2 === 0,
}));

/** What agents and tools exchange, one of each sort. */
const SAMPLES: [name: string, text: string][] = [
  ['a short call', '{"query":"is:open label:bug","limit":20}'],
  ['rows as JSON', JSON.stringify(rows)],
  ['rows as JSON with line breaks', JSON.stringify(rows, null, 2)],
  ['JSON inside a text content', JSON.stringify({ content: [{ type: 'text', text: JSON.stringify(rows) }] })],
  ['prose', file('docs/decisions/0005-the-price-of-a-call.md')],
  ['source code', file('lib/audit/writer.ts')],
  ['SQL', file('prisma/migrations/20261122000000_spine/migration.sql')],
  ['a directory', file('package.json')],
  [
    'German',
    'Die Verbindung zum Server wurde unterbrochen, bitte versuchen Sie es später noch einmal. '.repeat(20),
  ],
  ['Russian', 'Соединение с сервером прервано, повторите попытку позже. '.repeat(20)],
  ['Chinese', '与服务器的连接已中断，请稍后再试。数据库没有响应。'.repeat(20)],
];

describe('the estimate of tokens', () => {
  it.each(SAMPLES)('is near what a tokenizer counts: %s', (_, text) => {
    const real = countTokens(text);
    const error = (estimateTokens(text) - real) / real;
    expect(Math.abs(error), `${estimateTokens(text)} for ${real}`).toBeLessThan(0.2);
  });

  it('is off by less than a tenth over all of them together', () => {
    const sum = (count: (text: string) => number) =>
      SAMPLES.reduce((total, [, text]) => total + count(text), 0);
    const real = sum(countTokens);
    expect(Math.abs(sum(estimateTokens) - real) / real).toBeLessThan(0.1);
  });

  it('is none for no text and grows with a text that is longer than it looks at', () => {
    expect(estimateTokens('')).toBe(0);
    const long = 'word '.repeat(100_000);
    expect(Math.abs(estimateTokens(long) / 100_000 - 1)).toBeLessThan(0.01);
  });
});
