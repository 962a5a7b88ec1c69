import { describe, expect, it } from 'vitest';
import { countHidden, splitHidden, visible } from './split';

describe('characters that change what a person sees', () => {
  it.each([
    ['a bidi override', 'read_\u202egpj.exe', 'read_[U+202E]gpj.exe'],
    ['an isolate', '\u2066x\u2069', '[U+2066]x[U+2069]'],
    ['a zero-width blank', 'ad\u200bmin', 'ad[U+200B]min'],
    ['a byte order mark', '\ufeffx', '[U+FEFF]x'],
    ['a soft hyphen', 'ad\u00admin', 'ad[U+00AD]min'],
    ['a control character', 'a\u0000b\u0007c\u007fd\u0085', 'a[U+0000]b[U+0007]c[U+007F]d[U+0085]'],
    ['a carriage return, which hides what stands before it', 'safe\revil', 'safe[U+000D]evil'],
    ['a colour sequence', '\u001b[31mred\u001b[0m', '[ESC[31m]red[ESC[0m]'],
    ['a sequence with one byte', '\u009b2Jx', '[ESC[2J]x'],
    ['an escape that begins nothing', 'a\u001b', 'a[U+001B]'],
    ['tags, in which text is smuggled', 'x\u{e0041}\u{e0042}', 'x[U+E0041][U+E0042]'],
    ['a variation selector behind a letter', 'x\ufe0f\u{e0100}', 'x[U+FE0F][U+E0100]'],
    ['a filler that looks like a blank', '\u3164\u2800', '[U+3164][U+2800]'],
    ['a line separator', 'a\u2028b', 'a[U+2028]b'],
    ['a half surrogate', 'a\ud800b', 'a[U+D800]b'],
  ])('shows %s', (_what, text, shown) => expect(visible(text)).toBe(shown));

  it.each(['plain', 'Zürich, 日本語, עברית, हिन्दी', 'two\nlines\tand a tab', '👩‍👩‍👧 ❤️ 1️⃣ 👍🏽'])(
    'leaves %j as it is',
    (text) => expect(splitHidden(text)).toEqual([{ text, hidden: false }]),
  );

  it('counts them over several texts', () => {
    expect(countHidden(['a\u202eb\u202e', null, '\u200b', 'x'])).toEqual([
      ['U+202E', 2],
      ['U+200B', 1],
    ]);
  });

  it('reads a long text without any in one pass', () => {
    expect(splitHidden('x'.repeat(1_000_000))).toHaveLength(1);
    expect(splitHidden('\u001b['.repeat(20_000))).not.toHaveLength(0);
  });
});
