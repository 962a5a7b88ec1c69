/**
 * Looks at JSON without parsing it: in one pass over the bytes, chunk by chunk, it finds where a few named
 * members stand, whether one of them occurs twice, and how deep the text nests. Nothing is recursive and
 * nothing is kept but short scalars, so a hostile text costs time in proportion to its length and no more.
 * It is no validator: on text that is not JSON its findings mean nothing.
 */
export interface Member {
  /** offset of the first byte of the value, from the start of the text */
  start: number;
  /** offset after the last byte */
  end: number;
  /** offset of the opening quote of its name */
  nameStart: number;
  /** the value's text when it is a scalar of at most 4,096 bytes */
  scalar: string | null;
}

const MAX_DEPTH = 64;
/** Names are followed down to params._meta.traceparent and io.modelcontextprotocol/clientInfo.name. */
const NAMED_DEPTH = 4;
const MAX_SCALAR = 4096;
const MAX_NAME = 256;

export class JsonScanner {
  readonly members = new Map<string, Member>();
  /** a watched name that stood twice in one object, so that two readers could disagree */
  duplicate: string | null = null;
  tooDeep = false;
  /** first structural byte: "{", "[" or another */
  root = '';

  private offset = 0;
  private depth = 0;
  private readonly isObject: boolean[] = [];
  /** the path of names that leads to the present place, one entry per depth */
  private readonly names: string[] = [];
  private readonly nameStarts: number[] = [];
  private expectName = false;
  private inString = false;
  private escaped = false;
  private isName = false;
  private scalarStart = -1;
  private collecting: number[] | null = null;

  /** @param watched paths of names joined with "\n", for example "params\n_meta" */
  constructor(private readonly watched: ReadonlySet<string>) {}

  write(chunk: Uint8Array): void {
    for (let i = 0; i < chunk.length && !this.tooDeep; i += 1) {
      const byte = chunk[i] as number;
      if (this.inString) {
        i = this.insideString(chunk, i);
        continue;
      }
      const at = this.offset + i;
      if (this.scalarStart !== -1 && isScalarEnd(byte)) this.endScalar(at);
      switch (byte) {
        case QUOTE:
          this.beginString(at);
          break;
        case 0x7b:
        case 0x5b:
          this.open(byte === 0x7b, at);
          break;
        case 0x7d:
        case 0x5d:
          this.close(at);
          break;
        case COMMA:
          this.expectName = this.isObject[this.depth - 1] ?? false;
          break;
        case COLON:
        case 0x20:
        case 0x0a:
        case 0x0d:
        case 0x09:
          break;
        default:
          if (this.scalarStart === -1) this.beginScalar(at);
          this.collecting?.push(byte);
      }
    }
    this.offset += chunk.length;
  }

  /** The text of a watched scalar, quotes included; null when it is not there, too long or no scalar. */
  scalar(path: string): string | null {
    return this.members.get(path)?.scalar ?? null;
  }

  /** The value of a watched string; null when it is no string. */
  string(path: string): string | null {
    const text = this.scalar(path);
    if (text === null || !text.startsWith('"')) return null;
    try {
      return JSON.parse(text) as string;
    } catch {
      return null;
    }
  }

  private beginString(at: number): void {
    this.inString = true;
    this.escaped = false;
    this.isName = this.expectName;
    if (this.isName) {
      this.expectName = false;
      if (this.depth <= NAMED_DEPTH) {
        this.nameStarts[this.depth - 1] = at;
        this.collecting = [QUOTE];
      }
    } else {
      this.beginScalar(at);
      this.collecting?.push(QUOTE);
    }
  }

  /** Advances inside a string; returns the index of the last byte that was looked at. */
  private insideString(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i += 1) {
      const byte = chunk[i] as number;
      if (this.collecting) {
        this.collecting.push(byte);
        if (this.collecting.length > (this.isName ? MAX_NAME : MAX_SCALAR)) this.collecting = null;
      }
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = true;
      else if (byte === QUOTE) {
        this.inString = false;
        if (this.isName) this.endName();
        else this.endScalar(this.offset + i + 1);
        return i;
      }
    }
    return chunk.length;
  }

  private endName(): void {
    if (this.depth > NAMED_DEPTH) return;
    this.names[this.depth - 1] = this.collecting === null ? '' : decodeName(this.collecting);
    this.collecting = null;
  }

  private beginScalar(at: number): void {
    this.scalarStart = at;
    if (this.root === '') this.root = 'scalar';
    this.collecting = this.path() === null ? null : [];
  }

  private endScalar(at: number): void {
    const path = this.path();
    if (path !== null) {
      this.found(path, this.scalarStart, at, this.collecting === null ? null : decode(this.collecting));
    }
    this.scalarStart = -1;
    this.collecting = null;
  }

  private open(isObject: boolean, at: number): void {
    if (this.root === '') this.root = isObject ? '{' : '[';
    const path = this.path();
    if (path !== null) this.found(path, at, -1, null);
    if (this.depth >= MAX_DEPTH) {
      this.tooDeep = true;
      return;
    }
    this.isObject[this.depth] = isObject;
    this.names[this.depth] = '';
    this.depth += 1;
    this.expectName = isObject;
  }

  private close(at: number): void {
    if (this.depth > 0) this.depth -= 1;
    this.expectName = false;
    const path = this.path();
    const member = path === null ? undefined : this.members.get(path);
    if (member) member.end = at + 1;
  }

  private found(path: string, start: number, end: number, scalar: string | null): void {
    if (this.members.has(path)) this.duplicate ??= path;
    this.members.set(path, { start, end, nameStart: this.nameStarts[this.depth - 1] ?? start, scalar });
  }

  /** The watched path of the value that begins or ends here, or null. */
  private path(): string | null {
    if (this.depth === 0 || this.depth > NAMED_DEPTH) return null;
    for (let level = 0; level < this.depth; level += 1) if (!this.isObject[level]) return null;
    const path = this.depth === 1 ? (this.names[0] as string) : this.names.slice(0, this.depth).join('\n');
    return this.watched.has(path) ? path : null;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;

const isScalarEnd = (byte: number) =>
  byte === COMMA ||
  byte === 0x7d ||
  byte === 0x5d ||
  byte === 0x20 ||
  byte === 0x0a ||
  byte === 0x0d ||
  byte === 0x09;

const decode = (bytes: number[]) => Buffer.from(bytes).toString('utf8');

/** A name may be written with escapes; what counts is what a parser would read. */
function decodeName(bytes: number[]): string {
  const text = decode(bytes);
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return JSON.parse(text) as string;
  } catch {
    return '';
  }
}
