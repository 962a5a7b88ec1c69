import { joined } from '../../joined';
import { SseSplitter } from './event-stream';

/** Of a longer answer the tools are not learnt. */
const MAX_BYTES = 1024 * 1024;
const MAX_NAMES = 1_000;

/** Reads the names of the tools from an answer to tools/list, behind the answer: what it finds holds nothing up. */
export class ListedTools {
  private pieces: Buffer[] = [];
  private bytes = 0;
  private splitter: SseSplitter | undefined;

  /** @param found called with the names of each list that has come complete */
  constructor(private readonly found: (names: string[]) => void) {}

  /** @param contentType of the answer */
  start(contentType: string): void {
    if (contentType.startsWith('text/event-stream')) this.splitter = new SseSplitter();
  }

  data(chunk: Buffer): void {
    if (!this.splitter) return this.keep(chunk);
    this.splitter.write(chunk, { data: (bytes) => this.keep(bytes), eventEnd: () => this.read() });
  }

  end(): void {
    if (!this.splitter) this.read();
  }

  private keep(piece: Buffer): void {
    this.bytes += piece.length;
    if (this.bytes <= MAX_BYTES) this.pieces.push(piece);
    else this.pieces = [];
  }

  private read(): void {
    const text = this.bytes > MAX_BYTES || this.bytes === 0 ? undefined : joined(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    if (text) setImmediate(() => this.tell(text));
  }

  private tell(text: Buffer): void {
    const names = namesIn(text.toString('utf8'));
    if (names) this.found(names);
  }
}

/** The names of the tools in a message, or nothing when it is no list of tools. */
function namesIn(text: string): string[] | undefined {
  try {
    const message = JSON.parse(text) as { result?: { tools?: unknown } } | null;
    const tools = message?.result?.tools;
    if (!Array.isArray(tools)) return undefined;
    return tools
      .slice(0, MAX_NAMES)
      .map((tool: { name?: unknown } | null) => tool?.name)
      .filter((name) => typeof name === 'string');
  } catch {
    return undefined;
  }
}
