/**
 * JSON as a list of its values with their places in the text, so that masking can look at a value's
 * neighbours and still copy everything else as it stands. Linear and without recursion.
 */

/** Containers deeper than this do not occur in honest traffic. */
const MAX_DEPTH = 512;

export const OBJECT = 0;
export const ARRAY = 1;
export const STRING = 2;
export const NUMBER = 3;
/** true, false, null */
export const WORD = 4;

/** One entry per value, in the order of the text; a container's values come behind it. */
export interface JsonTree {
  text: string;
  /** the text may end anywhere */
  isCut: boolean;
  kind: number[];
  start: number[];
  end: number[];
  /** where the key's quoted text stands, or -1 in arrays and at the top */
  keyStart: number[];
  keyEnd: number[];
  parent: number[];
  /** the first value behind this one that is not inside it */
  after: number[];
}

/**
 * @param isCut the text may end anywhere: open containers and texts then end with it
 * @returns null for what is not JSON or nests too deep
 */
export function readJson(text: string, isCut = false): JsonTree | null {
  const tree: JsonTree = {
    text,
    isCut,
    kind: [],
    start: [],
    end: [],
    keyStart: [],
    keyEnd: [],
    parent: [],
    after: [],
  };
  const open: number[] = [];
  let keyStart = -1;
  let keyEnd = -1;
  /** what may come next: a value, a key (or the end of the object), a colon, a comma (or an end) */
  let expect: 'value' | 'first' | 'key' | 'firstKey' | 'colon' | 'comma' | 'nothing' = 'value';
  let i = 0;

  const add = (kind: number, end: number) => {
    tree.kind.push(kind);
    tree.start.push(i);
    tree.end.push(end);
    tree.keyStart.push(keyStart);
    tree.keyEnd.push(keyEnd);
    tree.parent.push(open.at(-1) ?? -1);
    tree.after.push(tree.kind.length);
    keyStart = -1;
    expect = open.length === 0 ? 'nothing' : 'comma';
    i = end;
  };

  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === SPACE || code === LF || code === CR || code === TAB) {
      i += 1;
      continue;
    }
    if (code === QUOTE) {
      let end = stringEnd(text, i);
      if (end === -1) {
        if (!isCut) return null;
        end = text.length;
      }
      if (expect === 'key' || expect === 'firstKey') {
        keyStart = i;
        keyEnd = end;
        i = end;
        expect = 'colon';
      } else if (expect === 'value' || expect === 'first') add(STRING, end);
      else return null;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      if ((expect !== 'value' && expect !== 'first') || open.length >= MAX_DEPTH) return null;
      add(code === OPEN_OBJECT ? OBJECT : ARRAY, i + 1);
      open.push(tree.kind.length - 1);
      expect = code === OPEN_OBJECT ? 'firstKey' : 'first';
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      const container = open.pop();
      if (container === undefined || (expect !== 'comma' && expect !== 'first' && expect !== 'firstKey'))
        return null;
      if (tree.kind[container] !== (code === CLOSE_OBJECT ? OBJECT : ARRAY)) return null;
      i += 1;
      tree.end[container] = i;
      tree.after[container] = tree.kind.length;
      expect = open.length === 0 ? 'nothing' : 'comma';
    } else if (code === COMMA) {
      const container = open.at(-1);
      if (expect !== 'comma' || container === undefined) return null;
      expect = tree.kind[container] === OBJECT ? 'key' : 'value';
      i += 1;
    } else if (code === COLON) {
      if (expect !== 'colon') return null;
      expect = 'value';
      i += 1;
    } else {
      if (expect !== 'value' && expect !== 'first') return null;
      const end = scalarEnd(text, i);
      if (end === i) return null;
      const isWord = code >= 0x61;
      if (isWord && !(isCut && end === text.length) && !WORDS.has(text.slice(i, end))) return null;
      add(isWord ? WORD : NUMBER, end);
    }
  }
  if (open.length > 0 || expect !== 'nothing') {
    if (!isCut) return null;
    for (const container of open) {
      tree.end[container] = text.length;
      tree.after[container] = tree.kind.length;
    }
  }
  return tree;
}

const WORDS = new Set(['true', 'false', 'null']);
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const SPACE = 0x20;
const LF = 0x0a;
const CR = 0x0d;
const TAB = 0x09;

/** Digits, signs, points and the letters of true, false, null and of exponents. */
const isScalar = (code: number) =>
  (code >= 0x30 && code <= 0x39) ||
  (code >= 0x61 && code <= 0x7a) ||
  code === 0x2b ||
  code === 0x2d ||
  code === 0x2e ||
  code === 0x45;

function scalarEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && isScalar(text.charCodeAt(end))) end += 1;
  return end;
}

/** The index after the closing quote of the string that opens at `start`, or -1. */
function stringEnd(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote !== -1) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return -1;
}

/** What a quoted text says; null when its escapes are wrong. A text that was cut may lack its end. */
export function unquoted(text: string, start: number, end: number): string | null {
  const quoted = text.slice(start, end);
  if (!quoted.includes('\\'))
    return quoted.length > 1 && quoted.endsWith('"') ? quoted.slice(1, -1) : quoted.slice(1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
}
