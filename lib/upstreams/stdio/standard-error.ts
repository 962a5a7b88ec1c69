import { stripVTControlCharacters } from 'node:util';
import type { Readable } from 'node:stream';
import { logger } from '../../log/log';
import { currentMasker } from '../../mask/current-masker';
import { shorten } from '../../mask/masker';
import { Lines } from './lines';
import { Throttle } from './throttle';

const MAX_LINE_BYTES = 16 * 1024;
const MAX_SHOWN = 1_000;
const BYTES_PER_SECOND = 1024 * 1024;
const LINES_PER_SECOND = 10;
const BURST = 50;
const LAST_LINES = 5;
const LAST_LINE_SHOWN = 300;
const PEM_BEGIN = /-----BEGIN [A-Z0-9 ]{1,64}-----/gi;
const PEM_END = /-----END [A-Z0-9 ]{1,64}-----/gi;
/** The longest keys have some 200 lines; what has begun and does not end says no more than that. */
const MAX_PEM_LINES = 400;

/**
 * What a server writes to its standard error: free-form logging by the protocol. It goes into our log, masked and at
 * a bounded pace, and its last lines are kept for the moment when the process ends.
 */
export class StandardError {
  private last: string[] = [];
  private allowance = BURST;
  private countedAt = performance.now();
  private skipped = 0;
  /** lines of a PEM block that are still left out, as long as its end does not come */
  private pemLines = 0;
  private readonly throttle: Throttle;

  constructor(
    stream: Readable,
    private readonly who: { server: string; pid: number | undefined },
  ) {
    const keep = (bytes: Buffer) => this.keep(bytes);
    const lines = new Lines(MAX_LINE_BYTES, { line: keep, tooLong: keep });
    this.throttle = new Throttle(stream, BYTES_PER_SECOND);
    stream.on('data', (chunk: Buffer) => {
      lines.write(chunk);
      this.throttle.spend(chunk.length);
    });
    stream.on('error', () => undefined);
  }

  /** The last lines, masked, or null when there were none. */
  lastWords(): string | null {
    if (this.last.length === 0) return null;
    return this.last.map((line) => shown(line, LAST_LINE_SHOWN)).join(' | ');
  }

  /** The process is being ended: what it still writes is read without delay. */
  release(): void {
    this.throttle.stop();
  }

  private keep(bytes: Buffer): void {
    const line = this.outsidePem(stripVTControlCharacters(bytes.toString('utf8'))).trim();
    if (line === '') return;
    this.last.push(line);
    if (this.last.length > LAST_LINES) this.last.shift();
    if (!this.mayLog()) {
      this.skipped += 1;
      return;
    }
    const fields = { ...this.who, stderr: shown(line, MAX_SHOWN) };
    logger().info(
      this.skipped === 0 ? fields : { ...fields, skipped: this.skipped },
      'server wrote to stderr',
    );
    this.skipped = 0;
  }

  /**
   * A key is written in many lines, of which none alone looks like one: only what stands before its second line and
   * behind its end is shown, and the masker knows its first.
   */
  private outsidePem(line: string): string {
    let rest = line;
    if (this.pemLines > 0) {
      const end = [...line.matchAll(PEM_END)][0];
      this.pemLines = end ? 0 : this.pemLines - 1;
      if (!end) return '';
      rest = line.slice(end.index + end[0].length);
    }
    const begin = [...rest.matchAll(PEM_BEGIN)].at(-1)?.index ?? -1;
    const end = [...rest.matchAll(PEM_END)].at(-1)?.index ?? -1;
    if (begin > end) this.pemLines = MAX_PEM_LINES;
    return rest;
  }

  private mayLog(): boolean {
    const now = performance.now();
    this.allowance = Math.min(BURST, this.allowance + ((now - this.countedAt) / 1_000) * LINES_PER_SECOND);
    this.countedAt = now;
    if (this.allowance < 1) return false;
    this.allowance -= 1;
    return true;
  }
}

/** Masked before it is cut: half a secret has no format. */
const shown = (line: string, max: number) => shorten(currentMasker().text(line, {}), max);
