import type { Work } from './work';

/**
 * The gateway knows every credential that it injects, so it can find them exactly, in whatever encoding an
 * upstream echoes them back. One pass whatever their number: the text is looked at through a window of eight
 * characters that jumps over what no form holds, and only where the rarest eight characters of a form stand
 * is the form itself compared.
 */

/** Shorter values stand in ordinary text too often; they are masked by name and format only. */
const MIN_LENGTH = 8;
const WINDOW = 8;
/** Four characters at the end of the window decide whether it can jump. */
const GRAM = 4;
/** So far from its end a cut text is searched for the beginning of a known secret. */
const LONGEST_CUT = 256;
const JUMP = WINDOW - GRAM + 1;

interface Form {
  text: string;
  /** where its window stands in it */
  offset: number;
}

export class KnownSecrets {
  private readonly windows = new Map<string, Form[]>();
  private readonly filter: Uint8Array;
  private readonly mask: number;
  /** forms by their first four characters, for texts that were cut in the middle of one */
  private beginnings: Map<string, string[]> | undefined;

  /** @param secrets the credentials themselves; too short ones are left out */
  constructor(secrets: Iterable<string>) {
    const forms = new Set<string>();
    for (const secret of secrets) {
      if (secret.length < MIN_LENGTH) continue;
      for (const form of formsOf(secret)) if (form.length >= MIN_LENGTH) forms.add(form);
    }
    const size = 2 ** Math.min(24, Math.max(12, Math.ceil(Math.log2(forms.size * 64 + 1))));
    this.filter = new Uint8Array(size);
    this.mask = size - 1;
    for (const form of forms) this.add(form);
  }

  get isEmpty(): boolean {
    return this.windows.size === 0;
  }

  /** Calls `found` with the borders of every known secret in the text. */
  scan(text: string, work: Work, found: (start: number, end: number) => void): void {
    if (this.isEmpty || text.length < MIN_LENGTH) return;
    const { filter, mask } = this;
    let end = WINDOW - 1;
    while (end < text.length) {
      if (filter[hash(text, end) & mask] === 0) {
        end += JUMP;
        continue;
      }
      const start = end - WINDOW + 1;
      for (const form of this.windows.get(text.slice(start, end + 1)) ?? []) {
        const at = start - form.offset;
        work.spend(form.text.length);
        if (at >= 0 && text.startsWith(form.text, at)) found(at, at + form.text.length);
      }
      end += 1;
    }
  }

  /** How many characters at the end of the text are the beginning of a known secret that was cut. */
  cutAtEnd(text: string): number {
    this.beginnings ??= this.byBeginning();
    for (let at = Math.max(0, text.length - LONGEST_CUT); at <= text.length - GRAM; at += 1) {
      const rest = text.slice(at);
      const forms = this.beginnings.get(rest.slice(0, GRAM));
      if (forms?.some((form) => form.startsWith(rest))) return rest.length;
    }
    return 0;
  }

  private byBeginning(): Map<string, string[]> {
    const found = new Map<string, string[]>();
    for (const form of [...this.windows.values()].flat()) {
      const beginning = form.text.slice(0, GRAM);
      const others = found.get(beginning);
      if (others) others.push(form.text);
      else found.set(beginning, [form.text]);
    }
    return found;
  }

  private add(form: string) {
    // The window that the fewest other forms share: provider keys have long beginnings in common.
    let offset = 0;
    let fewest = Infinity;
    for (let at = form.length - WINDOW; at >= 0 && fewest > 0; at -= WINDOW >> 1) {
      const shared = this.windows.get(form.slice(at, at + WINDOW))?.length ?? 0;
      if (shared < fewest) [fewest, offset] = [shared, at];
    }
    const window = form.slice(offset, offset + WINDOW);
    const there = this.windows.get(window);
    if (there) there.push({ text: form, offset });
    else this.windows.set(window, [{ text: form, offset }]);
    for (let end = GRAM - 1; end < WINDOW; end += 1) this.filter[hash(window, end) & this.mask] = 1;
  }
}

/** Of the four characters that end at `end`. */
const hash = (text: string, end: number): number => {
  const mixed =
    text.charCodeAt(end - 3) * 0x9e3b1 +
    text.charCodeAt(end - 2) * 0x2f0b5 +
    text.charCodeAt(end - 1) * 0x10f5d +
    text.charCodeAt(end) * 0x5bd1;
  return mixed ^ (mixed >>> 13);
};

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const hex = bytes.toString('hex');
  const percent = encodeURIComponent(secret.toWellFormed());
  const strict = percent.replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    percent,
    percent.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    strict,
    strict.replaceAll('%20', '+'),
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    inJson.replaceAll(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
    inJson.replaceAll('/', '\\/'),
    inHtml(secret),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ];
}

const inHtml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/**
 * Inside a longer base64 text a secret starts at one of three offsets; the characters that it shares with
 * its neighbours are left out.
 */
function base64Forms(bytes: Buffer): string[] {
  const forms: string[] = [];
  for (const offset of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const skip = [0, 2, 3][offset] ?? 0;
    const whole = Math.floor((padded.length * 8) / 6);
    for (const encoding of ['base64', 'base64url'] as const) {
      forms.push(padded.toString(encoding).slice(skip, whole));
    }
  }
  return forms;
}
