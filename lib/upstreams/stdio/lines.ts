import { joined } from './message-text';

const NEWLINE = 0x0a;

/** What the lines are made of. */
export interface LineListener {
  /** a line without its end; may be empty */
  line(bytes: Buffer): void;
  /** the start of a line that is longer than it may be; the rest of it is dropped */
  tooLong(start: Buffer): void;
}

/** Cuts what a process writes into lines. Of a line that has no end it keeps `maxBytes` and no more. */
export class Lines {
  private pieces: Buffer[] = [];
  private bytes = 0;
  private skipping = false;

  constructor(
    private readonly maxBytes: number,
    private readonly listener: LineListener,
  ) {}

  write(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, from);
      const piece = chunk.subarray(from, newline === -1 ? chunk.length : newline);
      this.keep(piece);
      if (newline === -1) return;
      this.endLine();
      from = newline + 1;
    }
  }

  private keep(piece: Buffer): void {
    if (this.skipping || piece.length === 0) return;
    this.pieces.push(piece);
    this.bytes += piece.length;
    if (this.bytes <= this.maxBytes) return;
    const start = this.take().subarray(0, this.maxBytes);
    this.skipping = true;
    this.listener.tooLong(start);
  }

  private endLine(): void {
    const wasSkipping = this.skipping;
    this.skipping = false;
    if (!wasSkipping) this.listener.line(this.take());
  }

  private take(): Buffer {
    const line = joined(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    return line;
  }
}
