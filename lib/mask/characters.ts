/** Classes of ASCII characters, as tables, because the hot loops ask for every character. */

const table = (characters: string): Uint8Array => {
  const found = new Uint8Array(128);
  for (const character of characters) found[character.charCodeAt(0)] = 1;
  return found;
};

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** What words, numbers and identifiers consist of. */
export const ALNUM = table(LETTERS + DIGITS);
/** What names of variables, headers, flags and settings consist of. */
export const NAME = table(`${LETTERS}${DIGITS}_$-.`);
/** What base64 and its URL form consist of, padding left out. */
export const BASE64 = table(`${LETTERS}${DIGITS}+/_-`);
/** What the parts of a JWT consist of. */
export const BASE64URL = table(`${LETTERS}${DIGITS}_-`);

/** Where the run of characters of this class that stands at `from` ends, at most `most` further. */
export function runEnd(text: string, from: number, of: Uint8Array, most = Infinity): number {
  const last = Math.min(text.length, from + most);
  let end = from;
  while (end < last && of[text.charCodeAt(end)] === 1) end += 1;
  return end;
}

/** Where the run of characters of this class that ends before `from` begins, at least at `least`. */
export function runStart(text: string, from: number, of: Uint8Array, least: number): number {
  let start = from;
  while (start > least && of[text.charCodeAt(start - 1)] === 1) start -= 1;
  return start;
}

const BACKSLASH = 0x5c;

/**
 * Whether a word or a token may begin here: no letter or digit stands before it, or one that belongs to an
 * escape (`\n`, `%3D`, a terminal's colour), because texts are looked at inside other texts too.
 */
export function beginsHere(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  if (ALNUM[before] !== 1) return true;
  if (text.charCodeAt(at - 2) === BACKSLASH && 'nrtbf'.includes(text.charAt(at - 1))) return true;
  if (text.charAt(at - 3) === '%') return /^%[0-9A-Fa-f]{2}$/.test(text.slice(at - 3, at));
  return (
    before === 0x6d && /(?:\p{Cc}|\\u001b|\\x1b)\[[\d;]{1,10}m$/iu.test(text.slice(Math.max(0, at - 16), at))
  );
}

/** Whether a token may end here: no letter or digit follows. */
export const endsHere = (text: string, at: number): boolean => ALNUM[text.charCodeAt(at)] !== 1;
