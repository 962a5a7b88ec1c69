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
 * as context; what is not JSON is masked as text. The tail begins anywhere, so it is text from its first
 * separator on. What stands at the cut may be half a secret, which has no format any more: it is left out.
 */
export function maskCut(head: string, tail: string, total: number, tools: Tools, counts: MaskCounts): Cut {
  const first = withoutLastRun(head.toWellFormed(), tools);
  const last = withoutFirstRun(tail.toWellFormed());
  const left = total - first.length - last.length;
  return {
    cut: `${left} of ${total} characters were left out`,
    head: first === '' ? '' : maskHead(first, tools, counts),
    tail: last === '' ? '' : maskText(last, tools.known, tools.work, counts),
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

function withoutFirstRun(tail: string): string {
  let start = 0;
  const most = Math.min(tail.length, MAX_RUN);
  while (start < most && !SEPARATOR.test(tail.charAt(start))) start += 1;
  return tail.slice(start);
}
