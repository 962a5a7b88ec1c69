import type { Masked, MaskCounts } from '../mask/masked';
import type { Masker } from '../mask/masker';

/** Payloads longer than this are not kept whole; their two ends and their size are. */
export const MAX_KEPT_CHARACTERS = 64 * 1024;
export const HEAD_CHARACTERS = 16 * 1024;
export const TAIL_CHARACTERS = 8 * 1024;

/** The ends of a text that is too long or nests too deep to be kept as the JSON that it is. */
export interface Cut {
  head: string;
  /** "" where the head is all */
  tail: string;
  /** how long the whole is: characters, or bytes where the whole was never in one piece */
  total: number;
}

/** JSON text as it came, or the ends of one. */
export type Payload = string | Cut;

/** @param tooDeep whether it nests deeper than the masker follows */
export function payloadOf(text: string, tooDeep: boolean): Payload {
  const total = text.length;
  if (total <= HEAD_CHARACTERS + TAIL_CHARACTERS) return tooDeep ? { head: text, tail: '', total } : text;
  if (total <= MAX_KEPT_CHARACTERS && !tooDeep) return text;
  return { head: text.slice(0, HEAD_CHARACTERS), tail: text.slice(-TAIL_CHARACTERS), total };
}

/** The payload as the record keeps it: JSON, whole or {"cut": …}. The one place where a payload is masked. */
export function maskPayload(payload: Payload, masker: Masker, counts: MaskCounts): Masked {
  if (typeof payload === 'string') return masker.json(payload, counts);
  return masker.cut(payload.head, payload.tail, payload.total, counts);
}
