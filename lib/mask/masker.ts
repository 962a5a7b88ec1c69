import { ownText } from '../own-text';
import { knownSecretsRule } from './known-secrets';
import { maskJson } from './mask-json';
import { maskText } from './mask-text';
import type { Masked, MaskCounts } from './masked';

/** Longer texts are not masked and so not kept; names and messages never come near it. */
const MAX_TEXT = 64 * 1024;
const MAX_REMEMBERED = 5_000;
const MAX_REMEMBERED_LENGTH = 64;
/** What comes once and would push out what comes again. */
const LOOKS_LIKE_AN_ID = /\d{3}/;

/** Masks what a record is about to keep. Counts go into the object that the caller passes. */
export interface Masker {
  /** Free text: names, error messages. */
  text(raw: string, counts: MaskCounts): Masked;
  /** JSON text, from text to text. What cannot be masked becomes a JSON string that says so. */
  json(raw: string, counts: MaskCounts): Masked;
}

/** @param secrets credentials that the gateway itself knows, found exactly and in every encoding */
export function createMasker(secrets: Iterable<string>): Masker {
  const known = knownSecretsRule(secrets);
  /** Names that were found clean: methods, tools and JSON keys come again with every call. */
  const clean = new Set<string>();
  const name = (raw: string, counts: MaskCounts): string => {
    if (clean.has(raw)) return raw;
    const masked = maskText(raw, known, counts);
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
      return name(storable(raw), counts) as Masked;
    },
    json(raw, counts) {
      const masked = maskJson(raw.toWellFormed(), { known, name }, counts);
      return masked === null ? unmaskable('not valid JSON, or nested too deep') : (masked as Masked);
    },
  };
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
