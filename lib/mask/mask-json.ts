import { MASK, type MaskCounts } from './masked';
import { counted, maskText } from './mask-text';
import { isSecretName, type TextRule } from './rules';

/** JSON inside strings inside JSON is followed this deep; MCP results nest once or twice. */
const NESTED_TEXTS = 3;
/** Containers deeper than this do not occur in honest traffic. */
const MAX_DEPTH = 64;

/** What the masker lends: the credentials that it knows, and how it masks names. */
interface Tools {
  known: TextRule | null;
  /** maskText for a JSON key; remembers keys that hold nothing, because they come with every call */
  name: (key: string, counts: MaskCounts) => string;
}

interface Container {
  isObject: boolean;
  /** everything inside belongs to a secret's name: {"credentials": {"user": …}} */
  secret: boolean;
}

/**
 * Masks JSON from text to text: string leaves are judged with their key as context, everything else is
 * copied as it stands, so that big integers, key order and duplicate keys survive. Iterative; linear in the
 * length. Returns null for what is not JSON or nests too deep: the caller must then store no part of it.
 */
export function maskJson(text: string, tools: Tools, counts: MaskCounts, nested = 0): string | null {
  const out: string[] = [];
  const stack: Container[] = [];
  let key: string | null = null;
  let expectKey = false;
  let copied = 0;
  let i = 0;

  const leaf = (start: number, end: number, replacement: string | null) => {
    if (replacement !== null) {
      out.push(text.slice(copied, start), replacement);
      copied = end;
    }
  };
  const inSecret = () => (stack.at(-1)?.secret ?? false) || (key !== null && isSecretName(key));

  while (i < text.length) {
    const character = text.charCodeAt(i);
    if (character === QUOTE) {
      const end = stringEnd(text, i);
      if (end === -1) return null;
      const value = unescape(text.slice(i, end));
      if (value === null) return null;
      if (expectKey) {
        key = value;
        expectKey = false;
        const masked = tools.name(value, counts);
        leaf(i, end, masked === value ? null : JSON.stringify(masked));
      } else {
        const masked = maskLeaf(value, inSecret(), tools, counts, nested);
        leaf(i, end, masked === value ? null : JSON.stringify(masked));
      }
      i = end;
    } else if (character === OPEN_OBJECT || character === OPEN_ARRAY) {
      if (stack.length >= MAX_DEPTH) return null;
      const isObject = character === OPEN_OBJECT;
      stack.push({ isObject, secret: inSecret() });
      key = null;
      expectKey = isObject;
      i += 1;
    } else if (character === CLOSE_OBJECT || character === CLOSE_ARRAY) {
      if (stack.pop()?.isObject !== (character === CLOSE_OBJECT)) return null;
      key = null;
      expectKey = false;
      i += 1;
    } else if (character === COMMA) {
      expectKey = stack.at(-1)?.isObject ?? false;
      key = null;
      i += 1;
    } else if (isScalarStart(character)) {
      const end = scalarEnd(text, i);
      const scalar = text.slice(i, end);
      // true, false and null tell nothing; a number under a secret's name may be a PIN.
      const isNumber = scalar !== 'true' && scalar !== 'false' && scalar !== 'null';
      leaf(i, end, isNumber && inSecret() ? counted(counts, 'key_name', `"${MASK}"`) : null);
      i = end;
    } else {
      i += 1;
    }
  }
  if (stack.length > 0) return null;
  out.push(text.slice(copied));
  return out.join('');
}

function maskLeaf(value: string, secret: boolean, tools: Tools, counts: MaskCounts, nested: number): string {
  if (value === '' || value === MASK) return value;
  if (secret) return counted(counts, 'key_name', MASK);
  if (nested < NESTED_TEXTS && looksLikeJson(value)) {
    const trial: MaskCounts = {};
    const masked = maskJson(value, tools, trial, nested + 1);
    if (masked !== null) {
      for (const [rule, count] of Object.entries(trial)) counts[rule] = (counts[rule] ?? 0) + count;
      return masked;
    }
  }
  return maskText(value, tools.known, counts);
}

/** Cheap test before the real one: starts and ends like an object or an array, and parses. */
function looksLikeJson(value: string): boolean {
  const text = value.trim();
  const pair = text.charAt(0) + text.charAt(text.length - 1);
  if (pair !== '{}' && pair !== '[]') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const MINUS = 0x2d;

/** Digits, "-" and the letters that begin true, false and null. */
const isScalarStart = (code: number) =>
  (code >= 0x30 && code <= 0x39) || code === MINUS || (code >= 0x61 && code <= 0x7a);

function scalarEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !',]} \n\r\t'.includes(text.charAt(end))) end += 1;
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

function unescape(quoted: string): string | null {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
}
