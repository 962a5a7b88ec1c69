/**
 * What a text costs in tokens, about: a count in one pass over its characters, because a tokenizer of a language
 * model takes a hundred times as long and megabytes of tables. Text that agents exchange (JSON, prose, code, paths,
 * ids) is estimated to within a fifth of what OpenAI's o200k_base counts, as tokens.test.ts measures; other models
 * count otherwise by as much.
 */

/** Kinds of characters, as byte-pair encodings take them together. */
const LETTER = 1;
const DIGIT = 2;
const SPACE = 3;
const MARK = 4;

const KINDS = new Uint8Array(128).fill(MARK);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  KINDS[character.charCodeAt(0)] = LETTER;
}
for (const character of '0123456789') KINDS[character.charCodeAt(0)] = DIGIT;
for (const character of ' \t\n\r') KINDS[character.charCodeAt(0)] = SPACE;

/** Letters of a word beyond which it is more than one token, and letters of each further one. */
const WORD = 7;
const WORD_REST = 4;
/** Three digits make a token. */
const DIGITS = 3;
/** Punctuation that stands together, as `":"` in JSON, is one token. */
const MARKS = 2.5;
/** Of characters outside ASCII: alphabets make a token of two or three, ideographs of little more than one. */
const ALPHABET = 3;
const IDEOGRAPH = 1.3;
const FIRST_IDEOGRAPH = 0x2e80;

/** Longer texts are estimated by their beginning, so that no payload holds the process up. */
const LOOKED_AT = 16 * 1024;

/** @returns how many tokens the text is, about; 0 for no text */
export function estimateTokens(text: string): number {
  const end = Math.min(text.length, LOOKED_AT);
  let tokens = 0;
  let at = 0;
  while (at < end) {
    const from = at;
    const kind = kindAt(text, at);
    while (at < end && kindAt(text, at) === kind) at += 1;
    tokens += tokensOfRun(kind, at - from);
  }
  return Math.round(end === text.length ? tokens : (tokens * text.length) / end);
}

function tokensOfRun(kind: number, length: number): number {
  switch (kind) {
    case LETTER:
      return length <= WORD ? 1 : 1 + (length - WORD) / WORD_REST;
    case DIGIT:
      return Math.ceil(length / DIGITS);
    case SPACE:
      // A single space goes with the word behind it.
      return length === 1 ? 0 : 1;
    case MARK:
      return Math.max(1, length / MARKS);
    case FIRST_IDEOGRAPH:
      return length / IDEOGRAPH;
    default:
      return length / ALPHABET;
  }
}

function kindAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code < 128) return KINDS[code] ?? MARK;
  return code >= FIRST_IDEOGRAPH ? FIRST_IDEOGRAPH : 0;
}
