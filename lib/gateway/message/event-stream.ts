/** What the splitter finds in one chunk of an event stream. */
export interface SseListener {
  /** bytes of the data of an event, in as many pieces as it comes in; its lines are joined with LF */
  data(bytes: Buffer): void;
  /**
   * An event is complete.
   *
   * @param end offset in the chunk after its last byte
   * @param isMessage whether a client takes its data for a message: an event of another type means nothing in MCP
   * @returns true to stop behind it: the rest of the chunk is left for a later call
   */
  eventEnd(end: number, isMessage: boolean): boolean | void;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const COLON = 0x3a;
const LINE_END = Buffer.from('\n');
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
/** No field that means anything has a longer name. */
const NAME_BYTES = 6;
/** "message", a space before it and one byte that shows that it is something longer. */
const TYPE_BYTES = 9;

/**
 * Finds events and their data in text/event-stream, chunk by chunk and without copying, as every client does that
 * keeps to https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream: lines end with LF,
 * CRLF or CR, and a byte order mark may stand before the first. Linear.
 */
export class SseSplitter {
  /** whether an event with an id has passed: a broken stream can then be resumed by the client */
  resumable = false;
  /** nothing but comments has come since the last event, in whole lines: they can pass, so that they keep a connection open */
  onlyComments = true;
  private name = '';
  private inValue = false;
  private lineLength = 0;
  private isFirstLine = true;
  /** the line before ended with CR: an LF that follows at once belongs to its end */
  private afterReturn = false;
  private hasFields = false;
  private dataLines = 0;
  /** value of the event's last event field, as much of it as tells */
  private type = '';

  /** @returns how many bytes were read: fewer than the chunk has when the listener stopped */
  write(chunk: Buffer, listener: SseListener): number {
    let from = 0;
    if (this.afterReturn && chunk.length > 0) {
      this.afterReturn = false;
      if (chunk[0] === NEWLINE) from = 1;
    }
    let newline = -1;
    let carriage = -1;
    while (from < chunk.length) {
      // Each is looked for again only when it has been passed.
      if (newline < from) newline = indexOrEnd(chunk, NEWLINE, from);
      if (carriage < from) carriage = indexOrEnd(chunk, RETURN, from);
      const end = Math.min(newline, carriage);
      this.line(chunk, from, end, listener);
      if (end === chunk.length) return end;
      from = end + 1;
      if (end === carriage) {
        if (chunk[from] === NEWLINE) from += 1;
        else this.afterReturn = from === chunk.length;
      }
      if (this.lineEnds(from, listener)) return from;
    }
    return from;
  }

  /** A line, or the part of one that this chunk holds. */
  private line(chunk: Buffer, from: number, end: number, listener: SseListener): void {
    let at = from;
    if (at < end) this.onlyComments = false;
    this.lineLength += end - from;
    while (at < end && !this.inValue && this.name.length < NAME_BYTES) {
      const byte = chunk[at] as number;
      at += 1;
      if (byte === COLON) this.startValue(listener);
      else this.name += String.fromCharCode(byte);
      if (this.isFirstLine && this.name === BYTE_ORDER_MARK) {
        this.name = '';
        this.lineLength -= BYTE_ORDER_MARK.length;
        this.isFirstLine = false;
      }
    }
    if (!this.inValue || at === end) return;
    if (this.name === 'data') listener.data(chunk.subarray(at, end));
    else if (this.name === 'event' && this.type.length < TYPE_BYTES) {
      this.type += chunk.toString('latin1', at, Math.min(end, at + TYPE_BYTES - this.type.length));
    }
  }

  private startValue(listener: SseListener): void {
    this.inValue = true;
    if (this.name === 'id') this.resumable = true;
    else this.startField(listener);
  }

  private startField(listener: SseListener): void {
    if (this.name === 'event') this.type = '';
    if (this.name !== 'data') return;
    if (this.dataLines > 0) listener.data(LINE_END);
    this.dataLines += 1;
  }

  /** @returns whether the listener wants no more for now */
  private lineEnds(end: number, listener: SseListener): boolean {
    const isEmpty = this.lineLength === 0;
    if (this.name !== '') this.hasFields = true;
    // A name without a colon is a field without a value.
    if (!this.inValue) this.startField(listener);
    this.name = '';
    this.inValue = false;
    this.lineLength = 0;
    this.isFirstLine = false;
    if (isEmpty) this.hasFields = false;
    this.onlyComments = !this.hasFields;
    if (!isEmpty) return false;
    const type = this.type.startsWith(' ') ? this.type.slice(1) : this.type;
    this.type = '';
    this.dataLines = 0;
    return listener.eventEnd(end, type === '' || type === 'message') === true;
  }
}

function indexOrEnd(chunk: Buffer, byte: number, from: number): number {
  const found = chunk.indexOf(byte, from);
  return found === -1 ? chunk.length : found;
}
