import { describe, expect, it } from 'vitest';
import { HEAD_CHARACTERS, TAIL_CHARACTERS } from '../../record/payload';
import { KeptBytes } from './kept-bytes';

function kept(text: string, pieceLength: number): KeptBytes {
  const bytes = Buffer.from(text);
  const all = new KeptBytes();
  for (let at = 0; at < bytes.length; at += pieceLength) all.add(bytes.subarray(at, at + pieceLength));
  return all;
}

describe('what is kept of a message', () => {
  it.each([1_000, 64 * 1024, 1_000_000])(
    'is its two ends when it is long, in pieces of %d bytes',
    (length) => {
      const text = `{"result":"${'begin '.repeat(20_000)}${'end '.repeat(20_000)}","id":1}`;
      const all = kept(text, length);
      expect(all.whole()).toBeNull();
      const [start, end] = [10, text.length - 8];
      const { head, tail } = all.ends(start, end);
      expect(text.slice(start, HEAD_CHARACTERS)).toBe(head);
      expect(text.slice(end - TAIL_CHARACTERS, end).endsWith(tail)).toBe(true);
      expect(tail.length).toBeGreaterThan(TAIL_CHARACTERS - 100);
    },
  );

  it('has no half of a character at its edges', () => {
    const text = `"a${'é😀'.repeat(30_000)}"`;
    for (const extra of ['', 'x', 'xy', 'xyz']) {
      const { head, tail } = kept(text + extra, 1_000).ends(0, Buffer.byteLength(text));
      expect(head + tail).not.toContain('\uFFFD');
    }
  });

  it('is all of a short one', () => {
    expect(kept('{"a":1}', 2).whole()?.toString()).toBe('{"a":1}');
  });
});
