import { ALNUM } from './characters';

/** A value as it stands in a text. */
export interface Value {
  start: number;
  end: number;
  quoted: boolean;
}

/** A quote in any of the forms that texts inside texts have. */
const QUOTE = /\\{0,8}["'`]|&quot;|&#0?3[49];|&apos;|%22|%27/y;
/** Longer values are looked at in pieces of this length. */
const MAX_VALUE = 32_768;

/** The quote that stands at `at`, or null. */
export function quoteAt(text: string, at: number): string | null {
  QUOTE.lastIndex = at;
  return QUOTE.exec(text)?.[0] ?? null;
}

/**
 * The value that begins at `at`: up to its closing quote, or up to what ends it.
 * @param stop which characters end a value without quotes
 */
export function readValue(text: string, at: number, stop: Uint8Array): Value | null {
  const quote = quoteAt(text, at);
  if (quote !== null) {
    const start = at + quote.length;
    return { start, end: closing(text, start, quote), quoted: true };
  }
  let end = at;
  const last = Math.min(text.length, at + MAX_VALUE);
  while (end < last && stop[text.charCodeAt(end)] !== 1) {
    // A letter that a backslash makes a line break ends the value as the break itself would.
    if (text.charCodeAt(end) === BACKSLASH && /^\\+(?:[nrt"']|$)/.test(text.slice(end, end + 10))) break;
    end += 1;
  }
  return end === at ? null : { start: at, end, quoted: false };
}

/** Where the quoted text that begins at `start` ends; the end of the text where nothing closes it. */
function closing(text: string, start: number, quote: string): number {
  const sign = quote.charAt(quote.length - 1);
  const last = Math.min(text.length, start + MAX_VALUE);
  if (quote.length > 1 && !quote.startsWith('\\')) {
    const end = text.indexOf(quote, start);
    return end === -1 || end > last ? last : end;
  }
  const slashes = quote.length - 1;
  let at = start;
  for (;;) {
    at = text.indexOf(sign, at);
    if (at === -1 || at > last) return last;
    let before = 0;
    while (text.charCodeAt(at - 1 - before) === BACKSLASH && at - 1 - before >= start) before += 1;
    // More backslashes than the opening quote has: a quote within the value. Fewer: an outer text ends.
    if (slashes === 0 ? before % 2 === 0 : before <= slashes) return at - before;
    at += 1;
  }
}

const BACKSLASH = 0x5c;

const stops = (characters: string): Uint8Array => {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
};
const SPACES = ' \t\n\r\v\f';

/** What ends a value in code and prose. */
export const STOP = stops(`${SPACES}"'\`,;&<>(){}[]|`);
/** On a command line and in a file of settings, where values hold any sign. */
export const STOP_SPACE = stops(SPACES);
/** In the text of an element. */
export const STOP_ELEMENT = stops('<');
/** In a URL or a form. */
export const STOP_QUERY = stops(`${SPACES}"'\`&<>#\\;,)]}`);

/** Whether nothing but a comment or a separator follows on the line. */
export function isLastOfLine(text: string, at: number): boolean {
  let i = at;
  while (i < text.length && ' \t,;"\'\r'.includes(text.charAt(i))) i += 1;
  return i >= text.length || text.charAt(i) === '\n' || text.charAt(i) === '#' || text.startsWith('\\n', i);
}

/** Whether the line begins at `at`, but for blanks, a list's dash or `export`. */
export function isFirstOfLine(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && ' \t-'.includes(text.charAt(i))) i -= 1;
  if (i < 0 || text.charAt(i) === '\n') return true;
  if (ALNUM[text.charCodeAt(i)] !== 1) return false;
  return (
    /(?:^|[\n;&|]|\\n)[ \t]*(?:export|set|setx|ENV|ARG|env|declare -x|SET)$/.test(
      text.slice(Math.max(0, i - 12), i + 1),
    ) || /\\[nr]$/.test(text.slice(Math.max(0, i - 1), i + 1))
  );
}
