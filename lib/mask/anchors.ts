/**
 * Finds all of some hundred short words in one pass over a text, ignoring the case of ASCII letters: an
 * Aho-Corasick automaton whose whole transition table is laid out, so that a character costs two loads.
 * Every rule of the masker starts at such a word. Linear in the text, whatever the text is.
 */

/** Rows of the table are this wide: letters, digits and the signs that words hold, folded to classes. */
const WIDTH_BITS = 6;
const WIDTH = 1 << WIDTH_BITS;
const CLASSES = 256;

export class Anchors<Value> {
  /** class of each ASCII character; 0 belongs to no word */
  private readonly classes = new Uint8Array(CLASSES);
  /** next state by state + class; states are named by where their row begins */
  private readonly next: Int32Array;
  /** rows from this one on are of states that end at least one word */
  private readonly firstEnd: number;
  /** what ends at the i-th of those states, the longest first */
  private readonly ends: readonly (readonly Value[])[];

  /** @param entries words in lower case with what they stand for; a word may come more than once */
  constructor(entries: readonly (readonly [word: string, value: Value])[]) {
    this.nameClasses(entries);
    const { rows, values } = this.automaton(entries);
    // States that end a word get the highest numbers: then "is this one" is one comparison.
    const order = [...rows.keys()].sort((a, b) => Number(has(values, a)) - Number(has(values, b)));
    const renamed = new Uint16Array(rows.length);
    for (const [to, from] of order.entries()) renamed[from] = to;
    this.next = new Int32Array(rows.length << WIDTH_BITS);
    for (const [from, row] of rows.entries()) {
      const at = (renamed[from] ?? 0) << WIDTH_BITS;
      for (let c = 0; c < WIDTH; c += 1) this.next[at + c] = (renamed[row[c] ?? 0] ?? 0) << WIDTH_BITS;
    }
    const firstEnd = order.findIndex((state) => has(values, state));
    this.firstEnd = firstEnd << WIDTH_BITS;
    this.ends = order.slice(firstEnd).map((state) => values[state] ?? []);
  }

  /**
   * Calls `found` for every word, in the order of their ends; true from it ends the pass.
   * @returns whether `found` ended it
   */
  scan(text: string, found: (value: Value, end: number) => boolean): boolean {
    const { next, classes, firstEnd, ends } = this;
    const { length } = text;
    let state = 0;
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i);
      state = code < CLASSES ? (next[state + (classes[code] as number)] as number) : 0;
      if (state >= firstEnd) {
        const values = ends[(state - firstEnd) >> WIDTH_BITS] ?? [];
        for (let k = 0; k < values.length; k += 1) if (found(values[k] as Value, i + 1)) return true;
      }
    }
    return false;
  }

  private nameClasses(entries: readonly (readonly [string, Value])[]) {
    let used = 0;
    for (const character of new Set(entries.flatMap(([word]) => [...word]))) {
      used += 1;
      this.classes[character.charCodeAt(0)] = used;
      this.classes[character.toUpperCase().charCodeAt(0)] = used;
    }
    if (used >= WIDTH) throw new Error('too many different characters for the table');
  }

  private automaton(entries: readonly (readonly [string, Value])[]) {
    const rows: Uint16Array[] = [new Uint16Array(WIDTH)];
    const values: Value[][] = [[]];
    for (const [word, value] of entries) {
      let state = 0;
      for (let i = 0; i < word.length; i += 1) {
        const c = this.classes[word.charCodeAt(i)] ?? 0;
        const row = rows[state];
        let to = row?.[c] ?? 0;
        if (to === 0 && row) {
          to = rows.push(new Uint16Array(WIDTH)) - 1;
          values.push([]);
          row[c] = to;
        }
        state = to;
      }
      values[state]?.push(value);
    }
    this.link(rows, values);
    return { rows, values };
  }

  /** Fills the gaps of every row with where the longest proper ending of its path would go, level by level. */
  private link(rows: Uint16Array[], values: Value[][]) {
    const fallback = new Uint16Array(rows.length);
    const queue = [0];
    for (const state of queue) {
      const row = rows[state];
      const back = rows[fallback[state] ?? 0];
      if (!row || !back) continue;
      for (let c = 1; c < WIDTH; c += 1) {
        const to = row[c] ?? 0;
        if (to === 0) {
          row[c] = state === 0 ? 0 : (back[c] ?? 0);
          continue;
        }
        const behind = state === 0 ? 0 : (back[c] ?? 0);
        fallback[to] = behind;
        values[to]?.push(...(values[behind] ?? []));
        queue.push(to);
      }
    }
  }
}

const has = <Value>(values: Value[][], state: number) => (values[state]?.length ?? 0) > 0;
