import type { Masked, MaskCounts } from './masked';
import { MASK } from './masked';
import type { Masker } from './masker';
import { counted } from './mask-text';
import { isSecretName } from './rules';

/** A name and its value as they stand in JSON, also in JSON inside a string. */
const MEMBER = /(\\{0,3}")([^"\\]{1,128})\1\s{0,8}:\s{0,8}(?:\1([^"\\]{1,4096})|(-?\d[\d.eE+-]{0,32}))/g;
/** What no secret goes across; where a text is cut, the token at the edge is dropped up to it. */
const EDGE = /[\s,;:{}[\]"'<>()=&]/;

/**
 * The two ends of a JSON text that is too long, or nests too deep, to be kept whole, masked, as a JSON value that
 * says so. What stands at the two edges is dropped: half a secret has no format.
 *
 * @param total how long the whole text is
 */
export function maskCut(
  masker: Masker,
  { head, tail, total }: { head: string; tail: string; total: number },
  counts: MaskCounts,
): Masked {
  const end = (text: string) => masker.text(maskNamed(text, counts), counts);
  const isWhole = tail === '' && head.length >= total;
  const cut = isWhole
    ? { head: end(head), total }
    : { head: end(dropLastToken(head)), tail: end(dropFirstToken(tail)), total };
  return JSON.stringify({ _cut: cut }) as Masked;
}

function maskNamed(text: string, counts: MaskCounts): string {
  return text.replace(
    MEMBER,
    (member: string, _quote: string, name: string, value?: string, digits?: string) => {
      if (!isSecretName(name)) return member;
      const secret = value ?? digits ?? '';
      return counted(counts, 'key_name', member.slice(0, member.length - secret.length) + MASK);
    },
  );
}

function dropLastToken(text: string): string {
  let end = text.length;
  while (end > 0 && !EDGE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

function dropFirstToken(text: string): string {
  const edge = text.search(EDGE);
  return edge === -1 ? '' : text.slice(edge);
}
