import { parse } from 'postgres-array';
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../record/call';
import { COLUMNS, toParameters } from './row';

const TEXTS = [
  'plain',
  '',
  'NULL',
  'with "quotes"',
  'back\\slash',
  '{"a":"b\\n\\"c\\""}',
  '{\n  "pretty": "printed\\t",\r\n "u": "\\u0007"}',
  'a,b{c}d',
  ' padded ',
  'é 😀',
  '\u007f',
];

describe('toParameters', () => {
  it('writes array literals that PostgreSQL reads back as they were', () => {
    const records = TEXTS.map((text) => ({
      arrivedAt: 0,
      maskCounts: {},
      tool: text,
      arguments: text,
      response: null,
    }));
    const literals = toParameters(records as unknown as CallRecord[]);
    const column = (name: string) => parse(literals[COLUMNS.findIndex(([one]) => one === name)] ?? '');
    expect(column('tool')).toEqual(TEXTS);
    expect(column('arguments')).toEqual(TEXTS);
    expect(column('response')).toEqual(TEXTS.map(() => null));
    expect(column('mask_counts')).toEqual(TEXTS.map(() => null));
  });

  it('writes counts as JSON', () => {
    const record = { arrivedAt: 0, maskCounts: { jwt: 2 }, arguments: null } as unknown as CallRecord;
    const literal = toParameters([record])[COLUMNS.findIndex(([name]) => name === 'mask_counts')] ?? '';
    expect(parse(literal)).toEqual(['{"jwt":2}']);
  });
});
