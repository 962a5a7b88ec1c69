import { describe, expect, it } from 'vitest';
import { maskCut } from './cut';
import { createMasker } from './masker';

const masker = createMasker([]);
const TOKEN = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';
const cut = (head: string, tail: string, total = 1_000_000) =>
  JSON.parse(maskCut(masker, { head, tail, total }, {})) as { _cut: Record<string, unknown> };

describe('the ends of a long payload', () => {
  it('are masked and say how much there was', () => {
    expect(cut(`{"a":"${TOKEN}","b":"x y`, `z","token":"abc123456"}`)).toEqual({
      _cut: { head: '{"a":"***","b":"x ', tail: '","token":"***"}', total: 1_000_000 },
    });
  });

  it('hold no half of a secret at their edges', () => {
    for (let length = 1; length < TOKEN.length; length += 1) {
      const text = JSON.stringify(cut(`{"a": ${TOKEN.slice(0, length)}`, `${TOKEN.slice(length)} rest`));
      expect(text).not.toContain(TOKEN.slice(0, Math.max(1, length)));
      expect(text).not.toContain(TOKEN.slice(length));
    }
  });

  it('hide what stands under a secret’s name, also in JSON inside a string, and short numbers', () => {
    const text = JSON.stringify(cut('{"pin":1234,"x":"{\\"password\\":\\"hunter2\\"}",', ''));
    expect(text).not.toContain('1234');
    expect(text).not.toContain('hunter2');
  });
});
