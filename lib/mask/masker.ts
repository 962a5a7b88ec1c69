import { ownText } from '../own-text';
import { KnownSecrets } from './known-secrets';
import { isClean, maskJson, type Tools } from './mask-json';
import { maskCut } from './mask-cut';
import { maskText } from './mask-text';
import { readJson } from './json-tree';
import type { Masked, MaskCounts } from './masked';
import { OutOfBudget, Work } from './work';

/** Longer texts are not masked and so not kept; names and messages never come near it. */
const MAX_TEXT = 64 * 1024;
const MAX_REMEMBERED = 5_000;
const MAX_REMEMBERED_LENGTH = 64;
/** What comes once and would push out what comes again. */
const LOOKS_LIKE_AN_ID = /\d{3}/;
/** What a payload of 64 KiB takes at most on a slow machine, ten times over. */
const BUDGET_MS = 50;

/** Masks what a record is about to keep. Counts go into the object that the caller passes. */
export interface Masker {
  /** Free text: names, error messages. */
  text(raw: string, counts: MaskCounts): Masked;
  /** JSON text, from text to text. What cannot be masked becomes a JSON string that says so. */
  json(raw: string, counts: MaskCounts): Masked;
  /**
   * The two ends of a payload that is too long to keep: JSON text again, an object `{"cut": …, "head": …,
   * "tail": …}` whose texts are masked and lose what may be half a secret at the cut.
   * @param total characters that the whole payload has
   */
  cut(head: string, tail: string, total: number, counts: MaskCounts): Masked;
}

/**
 * @param secrets credentials that the gateway itself knows, found exactly and in every encoding
 * @param options `budgetMs`: what one payload may take, in milliseconds; past it no part of it is kept
 */
export function createMasker(secrets: Iterable<string>, options: { budgetMs?: number } = {}): Masker {
  const exact = new KnownSecrets(secrets);
  const known = exact.isEmpty ? null : exact;
  const budget = (length: number) => new Work(length, options.budgetMs ?? BUDGET_MS);
  /** Names that were found clean: methods, tools and JSON keys come again with every call. */
  const clean = new Set<string>();
  const name = (raw: string, work: Work, counts: MaskCounts): string => {
    if (clean.has(raw)) return raw;
    const masked = maskText(raw, known, work, counts);
    const isShort = raw.length <= MAX_REMEMBERED_LENGTH;
    if (masked === raw && isShort && !LOOKS_LIKE_AN_ID.test(raw) && storable(raw) === raw) {
      if (clean.size >= MAX_REMEMBERED) clean.clear();
      clean.add(ownText(raw));
    }
    return masked;
  };
  return {
    text(raw, counts) {
      if (clean.has(raw)) return raw as Masked;
      if (raw.length > MAX_TEXT) return '[unmaskable: too long]' as Masked;
      return withinBudget(
        counts,
        (trial) => name(storable(raw), budget(raw.length), trial) as Masked,
        () => '[unmaskable: took too long]' as Masked,
      );
    },
    json(raw, counts) {
      return withinBudget(
        counts,
        (trial) => {
          const text = raw.toWellFormed();
          const tools: Tools = { known, name, work: budget(raw.length) };
          if (isClean(text, tools)) return readJson(text) === null ? unmaskable(NOT_JSON) : (text as Masked);
          return (maskJson(text, tools, trial) as Masked | null) ?? unmaskable(NOT_JSON);
        },
        () => unmaskable('took too long'),
      );
    },
    cut(head, tail, total, counts) {
      return withinBudget(
        counts,
        (trial) => {
          const tools: Tools = { known, name, work: budget(head.length + tail.length) };
          return JSON.stringify(maskCut(head, tail, total, tools, trial)) as Masked;
        },
        () => unmaskable(`truncated, ${total} characters`),
      );
    },
  };
}

const NOT_JSON = 'not valid JSON, or nested too deep';

/** Counts only what was finished. */
function withinBudget(
  counts: MaskCounts,
  mask: (trial: MaskCounts) => Masked,
  otherwise: () => Masked,
): Masked {
  const trial: MaskCounts = {};
  try {
    const masked = mask(trial);
    for (const [rule, count] of Object.entries(trial)) counts[rule] = (counts[rule] ?? 0) + count;
    return masked;
  } catch (error) {
    if (error instanceof OutOfBudget) return otherwise();
    throw error;
  }
}

/** As PostgreSQL takes a text: without NUL and without half a surrogate pair. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** A JSON string in place of a payload that must not be kept: better nothing than a leak. */
export function unmaskable(reason: string): Masked {
  return JSON.stringify(`[unmaskable: ${reason}]`) as Masked;
}

/** A constant of this code, which holds no secret by construction. */
export function safeConstant<const T extends string>(text: T): Masked {
  return text as string as Masked;
}

/** The first characters of a masked text. Cutting comes after masking: half a secret has no format. */
export const shorten = (text: Masked, max: number): Masked =>
  text.length <= max ? text : (ownText(text.slice(0, max)).toWellFormed() as Masked);
