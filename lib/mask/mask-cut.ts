import { readJson } from './json-tree';
import { maskTree, type Tools } from './mask-json';
import { maskText } from './mask-text';
import type { MaskCounts } from './masked';

/** What is kept of a payload that is too long: its ends, masked, and what lies between them. */
export interface Cut {
  cut: string;
  head: string;
  tail: string;
}

/** Characters that a token, a password or an encoded secret may hold: all but what separates values. */
const SEPARATOR = /[\s"'`,;&<>(){}[\]|]/;
/** Longer runs are files, not secrets: so much of one is left out. */
const MAX_RUN = 8_192;

/**
 * Masks the two ends of a payload. The head is read as JSON that ends anywhere, so its values keep their names
 * as context; what is not JSON is masked as text. The tail begins
 * anywhere: what has its name or what it stands in before the cut cannot be judged, so only whole members of the payload itself stay. What stands at the cut may be half a secret, which has no format any more: it is left out.
 */
export function maskCut(head: string, tail: string, total: number, tools: Tools, counts: MaskCounts): Cut {
  const first = withoutLastRun(head.toWellFormed(), tools);
  const last = wholeMembers(tail.toWellFormed());
  const left = total - first.length - last.length;
  return {
    cut: `${left} of ${total} characters were left out`,
    head: first === '' ? '' : maskHead(first, tools, counts),
    tail: last === '' ? '' : maskTail(last, tools, counts),
  };
}

function maskHead(head: string, tools: Tools, counts: MaskCounts): string {
  const tree = readJson(head, true);
  if (tree) {
    const trial: MaskCounts = {};
    const masked = maskTree(tree, tools, trial);
    if (masked !== null) {
      for (const [rule, count] of Object.entries(trial)) counts[rule] = (counts[rule] ?? 0) + count;
      return masked;
    }
  }
  return maskText(head, tools.known, tools.work, counts);
}

function withoutLastRun(head: string, tools: Tools): string {
  let end = head.length;
  const known = tools.known?.cutAtEnd(head) ?? 0;
  const least = Math.max(0, end - MAX_RUN);
  while (end > least && !SEPARATOR.test(head.charAt(end - 1))) end -= 1;
  return head.slice(0, Math.min(end, head.length - known));
}

/** The tail from the first member of the payload itself on that stands in it whole; "" where there is none. */
function wholeMembers(tail: string): string {
  const from = firstWholeMember(tail);
  return from === -1 ? '' : tail.slice(from);
}

/** What begins with the comma before a member and ends with the payload. "" when it is not JSON. */
function maskTail(tail: string, tools: Tools, counts: MaskCounts): string {
  const open = tail.trimEnd().endsWith(']') ? '[' : '{';
  const tree = readJson(open + tail.slice(1));
  const masked = tree && maskTree(tree, tools, counts);
  return masked ? `,${masked.slice(1)}` : '';
}

/**
 * Where the comma before it stands; -1 when there is none. Read from the end, where it is certain what is inside of a
 * string and what is not. Looks at each character a fixed number of times.
 */
function firstWholeMember(tail: string): number {
  let depth = 0;
  let found = -1;
  for (let at = tail.length - 1; at >= 0; at -= 1) {
    const sign = tail.charAt(at);
    if (sign === '"') {
      at = openingQuote(tail, at);
      if (at === -1) return found;
    } else if (sign === '}' || sign === ']') depth += 1;
    else if (sign === '{' || sign === '[') depth -= 1;
    else if (sign === ',' && depth === 1) found = at;
  }
  return found;
}

/** The quote that opens the string which closes at `end`: no odd number of backslashes stands before it. */
function openingQuote(text: string, end: number): number {
  for (let at = text.lastIndexOf('"', end - 1); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('"', at - 1)) {
    let before = at;
    while (before > 0 && text.charAt(before - 1) === '\\') before -= 1;
    // At the very start of the tail it is not known what stood before.
    if (before === 0) return -1;
    if ((at - before) % 2 === 0) return at;
  }
  return -1;
}
