/**
 * A stretch of JSON text: `plain` is everything that needs no emphasis; `json` a string that holds JSON
 * itself, which MCP's text content mostly does, laid out in its turn.
 */
export type Token = { kind: 'plain' | 'key' | 'masked'; text: string } | { kind: 'json'; tokens: Token[] };

const INDENT = '  ';
/** Deeper than this the text goes on, but no further to the right: 10,000 levels must not become megabytes of blanks. */
const MAX_INDENT = 40;
const MASK = '***';

/** JSON in text in JSON …: further down it stays text. */
const MAX_NESTING = 4;

interface Options {
  /** lay out JSON that stands in strings, too */
  open: boolean;
}

/**
 * Lays JSON text out for reading without parsing its values: every number and string stays digit by digit
 * and letter by letter as it was stored (JSON.parse would round integers beyond 2^53, merge repeated keys).
 * Text that is no JSON comes through as it is.
 */
export function layOut(json: string, options: Options = { open: false }): Token[] {
  return layOutTo(json, options.open ? MAX_NESTING : 0);
}

/** Whether there is a string that `open` would lay out. */
export function holdsJson(json: string): boolean {
  return layOutTo(json, 1).some((token) => token.kind === 'json');
}

function layOutTo(json: string, nesting: number): Token[] {
  const out = new TokenList();
  let depth = 0;
  let at = 0;
  while (at < json.length) {
    const character = json.charAt(at);
    if (character === '"') {
      const end = endOfString(json, at);
      const isKey = nextSolid(json, end) === ':';
      const inside = isKey || nesting === 0 ? null : jsonInside(json.slice(at, end));
      if (inside === null) out.pushString(json.slice(at, end), isKey);
      else out.tokens.push({ kind: 'json', tokens: layOutTo(inside, nesting - 1) });
      at = end;
    } else if (character === '{' || character === '[') {
      const close = character === '{' ? '}' : ']';
      const after = skipBlanks(json, at + 1);
      if (json.charAt(after) === close) {
        out.push('plain', character + close);
        at = after + 1;
      } else {
        depth += 1;
        out.push('plain', character + newLine(depth));
        at += 1;
      }
    } else if (character === '}' || character === ']') {
      depth = Math.max(0, depth - 1);
      out.push('plain', newLine(depth) + character);
      at += 1;
    } else if (character === ',') {
      out.push('plain', ',' + newLine(depth));
      at += 1;
    } else if (character === ':') {
      out.push('plain', ': ');
      at += 1;
    } else if (isBlank(character)) {
      at += 1;
    } else {
      const end = endOfWord(json, at);
      out.push('plain', json.slice(at, end));
      at = end;
    }
  }
  return out.tokens;
}

/** Joins neighbours of one kind, so that a long payload becomes few elements on the page. */
class TokenList {
  readonly tokens: Token[] = [];

  push(kind: 'plain' | 'key' | 'masked', text: string): void {
    const last = this.tokens.at(-1);
    if (last && last.kind !== 'json' && last.kind === kind) last.text += text;
    else if (text !== '') this.tokens.push({ kind, text });
  }

  pushString(text: string, isKey: boolean): void {
    const parts = text.split(MASK);
    parts.forEach((part, index) => {
      if (index > 0) this.push('masked', MASK);
      this.push(isKey ? 'key' : 'plain', part);
    });
  }
}

/** The object or list that a string literal holds as text, or null: a word or a number in quotes is no JSON to open. */
function jsonInside(literal: string): string | null {
  if (!/^"(?:\\[nrt]| )*[[{]/.test(literal)) return null;
  try {
    const text: unknown = JSON.parse(literal);
    if (typeof text !== 'string') return null;
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}

const newLine = (depth: number) => `\n${INDENT.repeat(Math.min(depth, MAX_INDENT))}`;
const isBlank = (character: string) =>
  character === ' ' || character === '\n' || character === '\r' || character === '\t';

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === '\\') at += 1;
    else if (json[at] === '"') return at + 1;
  }
  return json.length;
}

function endOfWord(json: string, start: number): number {
  let at = start;
  while (at < json.length && !'{}[],:"'.includes(json.charAt(at)) && !isBlank(json.charAt(at))) at += 1;
  return at;
}

function skipBlanks(json: string, start: number): number {
  let at = start;
  while (isBlank(json.charAt(at))) at += 1;
  return at;
}

const nextSolid = (json: string, start: number) => json.charAt(skipBlanks(json, start));
