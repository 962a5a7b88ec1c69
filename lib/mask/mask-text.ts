import { MASK, type MaskCounts } from './masked';
import { TEXT_RULES, type TextRule } from './rules';

const DIGITS = /^\d+$/;

/** Replaces every secret in free text. Pure; the input is not changed. Linear in the length of the text. */
export function maskText(text: string, known: TextRule | null, counts: MaskCounts): string {
  // A secret has at least six characters, and no rule needs fewer.
  if (text.length < 6) return text;
  let result = text;
  if (known?.probe.test(result)) {
    result = result.replace(known.pattern, () => counted(counts, known.name, MASK));
  }
  // The ids of calls, most of them: no rule is about digits alone.
  if (DIGITS.test(result)) return result;
  for (const rule of TEXT_RULES) {
    // Most rules find nothing in most texts, and looking is cheaper than replacing.
    if (!rule.probe.test(result)) continue;
    result = result.replace(rule.pattern, (match: string, ...rest: unknown[]) => {
      const groups = rest.at(-1);
      const secret =
        typeof groups === 'object' && groups !== null ? (groups as { secret?: string }).secret : undefined;
      if ((secret ?? match).startsWith(MASK)) return match;
      // The secret stands at the end of the match, but for one closing character in URL user info.
      const at = secret === undefined ? 0 : match.lastIndexOf(secret);
      return counted(
        counts,
        rule.name,
        match.slice(0, at) + MASK + match.slice(at + (secret ?? match).length),
      );
    });
  }
  return result;
}

/** Adds one to a rule's count and passes the replacement on. */
export function counted(counts: MaskCounts, rule: string, replacement: string): string {
  counts[rule] = (counts[rule] ?? 0) + 1;
  return replacement;
}
