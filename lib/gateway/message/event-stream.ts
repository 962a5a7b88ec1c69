/** What the splitter finds in one chunk of an event stream. */
export interface SseListener {
  /** bytes of the value of a data field; several fields of one event simply follow each other */
  data(bytes: Buffer): void;
  /** an event is complete. @param end offset in the chunk after its last byte */
  eventEnd(end: number): void;
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const FIELD_BYTES = 5;

/**
 * Finds events and their data in text/event-stream, chunk by chunk and without copying
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream). Lines may end
 * with LF or CRLF; a lone CR, which no MCP server sends, is not taken as an end of line.
 */
export class SseSplitter {
  /** whether an event with an id has passed: a broken stream can then be resumed by the client */
  resumable = false;
  private lineLength = 0;
  private field = '';
  private onlyReturn = true;

  write(chunk: Buffer, listener: SseListener): void {
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, from);
      const end = newline === -1 ? chunk.length : newline;
      this.line(chunk, from, end, listener);
      if (newline === -1) return;
      const empty = this.lineLength === 0 || (this.lineLength === 1 && this.onlyReturn);
      this.lineLength = 0;
      this.field = '';
      this.onlyReturn = true;
      from = newline + 1;
      if (empty) listener.eventEnd(from);
    }
  }

  /** A line, or the part of one that this chunk holds. */
  private line(chunk: Buffer, from: number, end: number, listener: SseListener): void {
    let at = from;
    while (at < end && this.field.length < FIELD_BYTES) {
      const byte = chunk[at] as number;
      this.field += String.fromCharCode(byte);
      if (byte !== RETURN) this.onlyReturn = false;
      if (this.field === 'id:') this.resumable = true;
      at += 1;
    }
    this.lineLength += end - from;
    if (at < end && this.field === 'data:') listener.data(chunk.subarray(at, end));
  }
}
