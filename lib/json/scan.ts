import { ownText } from '../own-text';

/**
 * Looks at JSON without parsing it: in one pass over the bytes, chunk by chunk, it finds where a few named
 * members stand, whether one of them occurs twice, how deep the text nests, and whether it is one value from its
 * first byte to its last. Nothing is recursive and nothing is kept but short scalars, so a hostile text costs time in
 * proportion to its length and no more. It checks how the parts follow each other, not what stands inside of strings
 * and numbers, nor anything below its depth: on text that is not JSON its findings mean nothing.
 */
export interface Member {
  /** offset of the first byte of the value, from the start of the text */
  start: number;
  /** offset after the last byte */
  end: number;
  /** the value's text when it is a scalar of at most 4,096 bytes */
  scalar: string | null;
}

const MAX_DEPTH = 64;
const MAX_SCALAR = 4096;
const MAX_NAME = 256;
/**
 * What a parser makes of them is what a hostile text costs: 50,000 names take it some 25 ms, 500,000 elements without
 * names 15 ms.
 */
const MAX_MEMBERS = 50_000;
const MAX_ELEMENTS = 500_000;

/** The members to look for, as a tree of names. */
export interface Watched {
  /** what it is called in the findings; null for a name that only leads on */
  path: string | null;
  children: Map<string, Watched>;
}

/** @param paths names joined with "\n", for example "params\n_meta" */
export function watch(paths: Iterable<string>): Watched {
  const root: Watched = { path: null, children: new Map() };
  for (const path of paths) {
    let place = root;
    for (const name of path.split('\n')) {
      let next = place.children.get(name);
      if (!next) place.children.set(name, (next = { path: null, children: new Map() }));
      place = next;
    }
    place.path = path;
  }
  return root;
}

/** What the scanner reads at the moment. */
const STRUCTURE = 0;
/** a name or a value that is watched, and so collected */
const COLLECTED_STRING = 1;
/** a string that nobody asked for */
const OTHER_STRING = 2;
const SCALAR = 3;

/** What may come next, by the grammar of JSON (RFC 8259). */
const VALUE = 0;
const VALUE_OR_END = 1;
const NAME = 2;
const NAME_OR_END = 3;
const NAME_SEPARATOR = 4;
const COMMA_OR_END = 5;
/** the text is over */
const NOTHING = 6;
/** below MAX_DEPTH, where only brackets are counted */
const ANYTHING = 7;

export class JsonScanner {
  readonly members = new Map<string, Member>();
  /** a watched name that stood twice in one object, so that two readers could disagree */
  duplicate: string | null = null;
  /** some of it nests deeper than 64 levels; nothing watched stands there */
  tooDeep = false;
  private names = 0;
  private commas = 0;
  /** what the text begins with: "{", "[" or "scalar" */
  root = '';

  private reading: number = STRUCTURE;
  private offset = 0;
  private readonly isObject: boolean[] = [];
  /** the watched place of each open container, null where nothing inside is watched */
  private readonly places: (Watched | null)[] = [];
  /** the watched path of each open container itself */
  private readonly opened: (string | null)[] = [];
  /** the watched place of the value that comes next */
  private next: Watched | null = null;
  private expected: number = VALUE;
  private malformed = false;
  /** how many containers are open below MAX_DEPTH */
  private deeper = 0;
  private isName = false;
  private escaped = false;
  private valueStart = 0;
  /** bytes of a collected string or scalar from earlier chunks */
  private pieces: Buffer[] = [];
  private collected = 0;

  /** the chunk at hand as text of one character per byte: its strings are searched and cut out of it */
  private latin = '';
  /** where the next backslash of the chunk stands, as far as that has been looked for */
  private backslash = -1;

  constructor(private readonly watched: Watched) {}

  /** @param latin the chunk as text of one character per byte, if the caller has it */
  write(chunk: Buffer, latin = chunk.toString('latin1')): void {
    this.latin = latin;
    this.backslash = -1;
    let i = 0;
    let from = 0;
    while (i < chunk.length) {
      if (this.reading === STRUCTURE) {
        from = i;
        i = this.structure(chunk, i);
      } else {
        i = this.reading === SCALAR ? this.scalarRest(chunk, i, from) : this.stringRest(chunk, i, from);
      }
    }
    if (this.reading !== STRUCTURE) this.keep(chunk.subarray(from));
    this.offset += chunk.length;
    this.latin = '';
  }

  /** Whether all that came is exactly one object or array, complete, with nothing behind it. */
  isWhole(): boolean {
    return this.expected === NOTHING && !this.malformed && this.reading === STRUCTURE;
  }

  /** Whether so much stands in the text that parsing it would hold up others. */
  tooMany(): boolean {
    return this.names > MAX_MEMBERS || this.commas > MAX_ELEMENTS;
  }

  /** The text of a watched scalar, quotes included; null when it is not there, too long or no scalar. */
  scalar(path: string): string | null {
    return this.members.get(path)?.scalar ?? null;
  }

  /** The value of a watched string; null when it is no string. */
  string(path: string): string | null {
    const text = this.scalar(path);
    return text?.startsWith('"') ? unquote(text) : null;
  }

  /** One structural byte, or the start of a string or scalar; returns where to go on. */
  private structure(chunk: Buffer, i: number): number {
    const byte = chunk[i] as number;
    switch (byte) {
      case QUOTE:
        this.isName = this.expected === NAME || this.expected === NAME_OR_END;
        this.escaped = false;
        if (!this.isName) this.begin(i);
        this.reading = this.isCollected() ? COLLECTED_STRING : OTHER_STRING;
        return i + 1;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        this.open(byte === OPEN_OBJECT, i);
        return i + 1;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        this.close(byte === CLOSE_OBJECT, i);
        return i + 1;
      case COMMA:
        this.follow(COMMA_OR_END, this.isObject.at(-1) === true ? NAME : VALUE);
        this.next = null;
        this.commas += 1;
        return i + 1;
      case COLON:
        this.follow(NAME_SEPARATOR, VALUE);
        this.names += 1;
        return i + 1;
      case 0x20:
      case 0x0a:
      case 0x0d:
      case 0x09:
        return i + 1;
      default:
        if (!beginsScalar(byte)) this.malformed = true;
        this.begin(i);
        this.reading = SCALAR;
        return i;
    }
  }

  /** A separator, which may stand only where it is expected. */
  private follow(wanted: number, next: number): void {
    if (this.expected === ANYTHING) return;
    if (this.expected !== wanted) this.malformed = true;
    this.expected = next;
  }

  private isCollected(): boolean {
    return this.isName ? (this.places.at(-1) ?? null) !== null : typeof this.next?.path === 'string';
  }

  private begin(i: number): void {
    if (this.root === '') this.root = 'scalar';
    this.assertValueExpected();
    this.valueStart = this.offset + i;
  }

  private assertValueExpected(): void {
    const { expected } = this;
    if (expected !== VALUE && expected !== VALUE_OR_END && expected !== ANYTHING) this.malformed = true;
  }

  /** A value is over: what may follow depends on what it stands in. */
  private valueOver(): void {
    if (this.deeper > 0) this.expected = ANYTHING;
    else this.expected = this.isObject.length === 0 ? NOTHING : COMMA_OR_END;
  }

  /** To the end of a string, or of the chunk. `from` is where its part in this chunk begins. */
  private stringRest(chunk: Buffer, start: number, from: number): number {
    const quote = this.closingQuote(start);
    if (quote === -1) return chunk.length;
    const text = this.reading === COLLECTED_STRING ? this.take(chunk, from, quote + 1) : null;
    this.reading = STRUCTURE;
    if (this.isName) this.endName(text);
    else this.endValue(quote + 1, text);
    return quote + 1;
  }

  /** The next quote that no backslash stands before; -1 when it is not in this chunk. */
  private closingQuote(start: number): number {
    const { latin } = this;
    let i = this.escaped ? start + 1 : start;
    this.escaped = false;
    let quote = latin.indexOf('"', i);
    for (;;) {
      const backslash = this.nextBackslash(i);
      if (quote !== -1 && quote < backslash) return quote;
      if (backslash === latin.length) return -1;
      // What follows a backslash means nothing by itself; it may be in the next chunk.
      if (backslash === latin.length - 1) {
        this.escaped = true;
        return -1;
      }
      i = backslash + 2;
      // Looked for again only when it has been passed: a text of nothing but escapes takes no longer.
      if (quote !== -1 && quote < i) quote = latin.indexOf('"', i);
    }
  }

  /** Looked for once and kept: many strings without a backslash take no longer either. */
  private nextBackslash(from: number): number {
    if (this.backslash < from) {
      const found = this.latin.indexOf('\\', from);
      this.backslash = found === -1 ? this.latin.length : found;
    }
    return this.backslash;
  }

  private scalarRest(chunk: Buffer, start: number, from: number): number {
    for (let i = start; i < chunk.length; i += 1) {
      if (!isScalarEnd(chunk[i] as number)) continue;
      this.reading = STRUCTURE;
      this.endValue(i, typeof this.next?.path === 'string' ? this.take(chunk, from, i) : null);
      return i;
    }
    return chunk.length;
  }

  /** The rest of a chunk in the middle of a string or scalar, as far as anybody asked for it. */
  private keep(piece: Buffer): void {
    if (this.reading === OTHER_STRING || this.collected > MAX_SCALAR) return;
    this.collected += piece.length;
    this.pieces.push(piece);
  }

  private take(chunk: Buffer, from: number, end: number): string | null {
    const length = this.collected + end - from;
    if (length > MAX_SCALAR) return null;
    // Cut out of the chunk's text: a conversion for each of its names costs more than all the scanning.
    if (this.pieces.length === 0) return textOf(chunk, this.latin, from, end);
    const text = Buffer.concat([...this.pieces, chunk.subarray(from, end)]).toString('utf8');
    this.pieces = [];
    this.collected = 0;
    return text;
  }

  private endName(quoted: string | null): void {
    this.pieces = [];
    this.collected = 0;
    const place = this.places.at(-1);
    const name = quoted === null || quoted.length > MAX_NAME ? null : unquote(quoted);
    this.next = name === null ? null : (place?.children.get(name) ?? null);
    this.expected = NAME_SEPARATOR;
  }

  private endValue(i: number, text: string | null): void {
    this.pieces = [];
    this.collected = 0;
    if (typeof this.next?.path === 'string') {
      this.found(this.next.path, this.valueStart, this.offset + i, text);
    }
    this.next = null;
    this.valueOver();
  }

  private open(isObject: boolean, i: number): void {
    const place = this.isObject.length === 0 ? this.watched : this.next;
    if (this.root === '') this.root = isObject ? '{' : '[';
    this.assertValueExpected();
    if (typeof this.next?.path === 'string') this.found(this.next.path, this.offset + i, -1, null);
    this.next = null;
    if (this.isObject.length >= MAX_DEPTH) {
      this.tooDeep = true;
      this.deeper += 1;
      this.expected = ANYTHING;
      return;
    }
    this.isObject.push(isObject);
    this.places.push(isObject ? place : null);
    this.expected = isObject ? NAME_OR_END : VALUE_OR_END;
    // Where the container itself is watched, its end is noted when it closes.
    this.opened.push(place?.path ?? null);
  }

  private close(isObject: boolean, i: number): void {
    this.next = null;
    if (this.deeper > 0) {
      this.deeper -= 1;
      this.valueOver();
      return;
    }
    const mayEnd = isObject ? NAME_OR_END : VALUE_OR_END;
    if (this.expected !== COMMA_OR_END && this.expected !== mayEnd) this.malformed = true;
    if (this.isObject.pop() !== isObject) this.malformed = true;
    this.places.pop();
    const path = this.opened.pop();
    const member = typeof path === 'string' ? this.members.get(path) : undefined;
    if (member) member.end = this.offset + i + 1;
    this.valueOver();
  }

  private found(path: string, start: number, end: number, scalar: string | null): void {
    if (this.members.has(path)) this.duplicate ??= path;
    this.members.set(path, { start, end, scalar: scalar && ownText(scalar) });
  }
}

const BEYOND_ASCII = /[\x80-\xff]/;

/**
 * Part of UTF-8 bytes as text.
 *
 * @param latin the same bytes as text of one character per byte: most are ASCII, and slicing is cheaper
 */
export function textOf(bytes: Buffer, latin: string, start: number, end: number): string {
  const text = latin.slice(start, end);
  return BEYOND_ASCII.test(text) ? bytes.toString('utf8', start, end) : text;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** A digit, a minus, or the first letter of true, false and null. */
const beginsScalar = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x74 || byte === 0x66 || byte === 0x6e;

const isScalarEnd = (byte: number) =>
  byte === COMMA ||
  byte === CLOSE_OBJECT ||
  byte === CLOSE_ARRAY ||
  byte === 0x20 ||
  byte === 0x0a ||
  byte === 0x0d ||
  byte === 0x09;

/** What a parser would read: a name may be written with escapes. */
function unquote(quoted: string): string | null {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
}
