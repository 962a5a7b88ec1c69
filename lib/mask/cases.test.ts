import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { negatives, positives } from '../../scripts/support/mask-cases.mjs';
import { createMasker } from './masker';

const masker = createMasker([], { budgetMs: 60_000 });

/** As a tool's result holds it: a text in JSON, or JSON in a text in JSON. */
const plain = (text: string) => {
  const masked = JSON.parse(masker.json(JSON.stringify({ content: [{ type: 'text', text }] }), {})) as Result;
  return masked.content[0]?.text;
};
const nested = (text: string) =>
  (JSON.parse(plain(JSON.stringify({ result: text })) ?? '{}') as { result?: string }).result;
interface Result {
  content: { text: string }[];
}

describe('own cases', () => {
  it('are enough, of enough kinds', () => {
    const kinds = new Set([...positives(), ...negatives()].map(({ kind }) => kind));
    expect(positives().length).toBeGreaterThanOrEqual(600);
    expect(negatives().length).toBeGreaterThanOrEqual(300);
    expect(kinds.size).toBeGreaterThanOrEqual(120);
  });

  it.each([
    ['plain', plain],
    ['nested', nested],
  ])('no secret survives, %s', (_name, mask) => {
    const survived = positives().filter(({ text, secret }) => (mask(text) ?? secret).includes(secret));
    expect(survived).toEqual([]);
  });

  it('what holds no secret stays as it is, as text and as JSON', () => {
    const changed = negatives().filter(
      ({ text }) => plain(text) !== text || (text.startsWith('{') && masker.json(text, {}) !== text),
    );
    expect(changed).toEqual([]);
  });
});

/** Labelled cases of other projects, where they lie beside this one. */
const OTHERS = path.join(import.meta.dirname, '../../../shared/cases/masking.dev.jsonl');

describe('cases of other projects, where present', () => {
  interface Case {
    text: string;
    positive: boolean;
    secret?: string;
    kind?: string;
  }
  const cases = existsSync(OTHERS)
    ? readFileSync(OTHERS, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
    : [];

  it('at least 95 % of the secrets go, at most 2 % of clean texts change', () => {
    const secrets = cases.filter(({ positive }) => positive);
    const clean = cases.filter(({ positive, kind }) => !positive && kind === 'clean');
    const found = secrets.filter(({ text, secret = '' }) => !(plain(text) ?? '').includes(secret));
    const changed = clean.filter(({ text }) => plain(text) !== text);
    expect(found.length).toBeGreaterThanOrEqual(secrets.length * 0.95);
    expect(changed.length).toBeLessThanOrEqual(clean.length * 0.02);
  });
});
