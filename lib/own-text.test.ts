import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { JsonScanner, watch } from './json/scan';
import { createMasker } from './mask/masker';
import { ownText } from './own-text';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const MESSAGES = 40;
const MEGABYTE = 1024 * 1024;
/** Larger texts would lie outside the heap. */
const PADDING = ' '.repeat(MEGABYTE / 2);

/** How many megabytes stay in use by what `keep` made of 20 megabytes of messages. */
function kept(keep: (message: string, i: number) => unknown): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  const held: unknown[] = [];
  for (let i = 0; i < MESSAGES; i += 1) {
    const name = `a_name_that_is_long_enough_${i}_${'x'.repeat(20)}`;
    held.push(keep(Buffer.from(`{"${name}":"${name}","text":"${PADDING}"}`).toString('latin1'), i));
  }
  collect();
  const grown = process.memoryUsage().heapUsed - before;
  expect(held).toHaveLength(MESSAGES);
  return grown / MEGABYTE;
}

describe('what outlives its message does not keep the message', () => {
  it('measures what it claims: slices do', () => {
    expect(kept((message) => message.slice(2, 40))).toBeGreaterThan(18);
  });

  it('a text of its own', () => {
    expect(kept((message) => ownText(message.slice(2, 40)))).toBeLessThan(5);
    expect(ownText('“a longer text”, beyond ASCII')).toBe('“a longer text”, beyond ASCII');
  });

  it('names that the masker remembers', () => {
    const masker = createMasker([]);
    expect(kept((message) => masker.json(message, {}).length)).toBeLessThan(5);
  });

  it('values that the scanner found', () => {
    const found = (message: string, i: number) => {
      const scanner = new JsonScanner(watch([`a_name_that_is_long_enough_${i}_${'x'.repeat(20)}`]));
      scanner.write(Buffer.from(message, 'latin1'));
      return scanner;
    };
    expect(kept(found)).toBeLessThan(5);
  });
});
