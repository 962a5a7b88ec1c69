import { Finder } from './find';
import type { KnownSecrets } from './known-secrets';
import type { MaskCounts } from './masked';
import { replaced, type Span } from './spans';
import { isRandom } from './values';
import { OutOfBudget, type Work } from './work';

/** A secret has at least four characters, and its name two. */
const SHORTEST = 6;
/** A mask may bring to light what stood in another's shadow; nearly always the second look finds nothing. */
const LOOKS = 8;

/** Replaces every secret in free text. Pure; the input is not changed. Throws OutOfBudget. */
export function maskText(text: string, known: KnownSecrets | null, work: Work, counts: MaskCounts): string {
  let result = text;
  for (let look = 0; look < LOOKS; look += 1) {
    if (result.length < SHORTEST) return result;
    const finder = new Finder(result, work, false);
    if (!finder.find(known)) return result;
    alsoElsewhere(result, finder.spans, work);
    result = replaced(result, finder.spans, counts);
  }
  throw new OutOfBudget();
}

/** Whether masking would have to look closer; false is certain, true may be nothing in the end. */
export const mayHoldSecret = (text: string, known: KnownSecrets | null, work: Work): boolean =>
  text.length >= SHORTEST && new Finder(text, work, true).find(known);

/** So many different secrets of one text are looked for in the rest of it. */
const MOST_VALUES = 8;

/** What is a secret in one place of a text is one wherever else it stands there, without its name too. */
function alsoElsewhere(text: string, spans: Span[], work: Work) {
  const values = new Map<string, string>();
  for (const { start, end, rule } of spans) {
    if (values.size >= MOST_VALUES) break;
    const value = text.slice(start, end);
    if (value.length <= 256 && isRandom(value)) values.set(value, rule);
  }
  for (const [value, rule] of values) {
    work.spend(text.length >> 3);
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + value.length)) {
      spans.push({ start: at, end: at + value.length, rule });
    }
  }
}
