import { HEAD_CHARACTERS, MAX_KEPT_CHARACTERS, TAIL_CHARACTERS } from '../../record/payload';
import { joined } from '../../joined';

/** What is kept of a message that flows by: all of it up to 64 KiB, of a longer one its two ends. */
export class KeptBytes {
  total = 0;
  private chunks: Buffer[] = [];
  private keptBytes = 0;
  /** of a message that is too long; its last bytes are then in `chunks` */
  private head: Buffer | undefined;

  add(chunk: Buffer): void {
    this.total += chunk.length;
    this.keptBytes += chunk.length;
    this.chunks.push(chunk);
    if (this.total <= MAX_KEPT_CHARACTERS) return;
    // A copy, so that the chunks themselves can go.
    this.head ??= Buffer.from(joined(this.chunks).subarray(0, HEAD_CHARACTERS));
    for (;;) {
      const [oldest] = this.chunks;
      if (!oldest || this.keptBytes - oldest.length < TAIL_CHARACTERS) return;
      this.chunks.shift();
      this.keptBytes -= oldest.length;
    }
  }

  /** All bytes, or null when they were too many. */
  whole(): Buffer | null {
    return this.head ? null : joined(this.chunks);
  }

  /** The ends of what stands between two offsets of the message, as text. */
  ends(start: number, end: number): { head: string; tail: string } {
    const head = this.head ?? joined(this.chunks);
    const last = joined(this.chunks);
    const lastStart = this.total - last.length;
    const tailStart = Math.max(start, lastStart, end - TAIL_CHARACTERS) - lastStart;
    return {
      head: withoutHalves(head.toString('utf8', Math.min(start, head.length), Math.min(end, head.length))),
      tail: withoutHalves(last.toString('utf8', tailStart, Math.max(tailStart, end - lastStart))),
    };
  }
}

/** A character that was cut in two reads U+FFFD at the edge. */
const withoutHalves = (text: string) => text.replace(/^\uFFFD+|\uFFFD+$/g, '');
