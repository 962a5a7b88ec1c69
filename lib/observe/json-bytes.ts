/** Longer texts are copied by the runtime; for shorter ones the call costs more than the copy. */
const COPIED_HERE = 64;

/**
 * JSON written straight into bytes. Building it as text makes several times its size in garbage, and at a
 * few thousand spans a second collecting that costs more than the writing.
 */
export class JsonBytes {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  private length = 0;

  /** Begins anew, whatever was left behind by a writer that threw. */
  clear(): void {
    this.length = 0;
  }

  /** Text that is ASCII by construction, as it stands. */
  raw(text: string): void {
    const { length } = text;
    const at = this.reserve(length);
    const { bytes } = this;
    if (length > COPIED_HERE) bytes.write(text, at, 'latin1');
    else for (let i = 0; i < length; i += 1) bytes[at + i] = text.charCodeAt(i);
    this.length = at + length;
  }

  /** Any text as a JSON string. */
  string(text: string): void {
    const { length } = text;
    const start = this.reserve(length + 2);
    const { bytes } = this;
    let at = start;
    bytes[at++] = QUOTE;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      if (code < 0x20 || code > 0x7e || code === QUOTE || code === BACKSLASH) return this.escaped(text);
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.length = at;
    return undefined;
  }

  /** A copy of what has been written. */
  copy(): Uint8Array {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }

  private escaped(text: string): void {
    const quoted = JSON.stringify(text);
    const at = this.reserve(quoted.length * 3);
    this.length = at + this.bytes.write(quoted, at, 'utf8');
  }

  /** @returns where to write */
  private reserve(more: number): number {
    const needed = this.length + more;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    return this.length;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
