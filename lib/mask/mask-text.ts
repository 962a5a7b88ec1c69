import { Finder } from './find';
import type { KnownSecrets } from './known-secrets';
import type { MaskCounts } from './masked';
import { replaced } from './spans';
import type { Work } from './work';

/** A secret has at least four characters, and its name two. */
const SHORTEST = 6;
/** Masking may bring to light what a mask hid the context of; it settles at once or with the second look. */
const LOOKS = 4;

/** Replaces every secret in free text. Pure; the input is not changed. Throws OutOfBudget. */
export function maskText(text: string, known: KnownSecrets | null, work: Work, counts: MaskCounts): string {
  let result = text;
  for (let look = 0; look < LOOKS && result.length >= SHORTEST; look += 1) {
    const finder = new Finder(result, work, false);
    if (!finder.find(known)) break;
    result = replaced(result, finder.spans, counts);
  }
  return result;
}

/** Whether masking would have to look closer; false is certain, true may be nothing in the end. */
export const mayHoldSecret = (text: string, known: KnownSecrets | null, work: Work): boolean =>
  text.length >= SHORTEST && new Finder(text, work, true).find(known);
